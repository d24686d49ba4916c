// On every page of a user who has logged in.
import { setUpLogout } from "./logout.js";
import { setUpKeptPage } from "./reporting/visits/kept_page.js";
import { setUpSync } from "./reporting/visits/unsynced.js";

setUpLogout();
setUpKeptPage();
setUpSync();
