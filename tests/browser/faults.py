"""What a page may never do: break the Content-Security-Policy, raise, miss a file, leave the site."""

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError


class Faults:
    """Collects the faults of every page in the contexts it watches."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.seen: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        """Listen to all present and coming pages of `context`."""
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("request", self._on_request)
        context.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        # A 404 or 403 page that a test asks for also says "Failed to load resource";
        # _on_response tells those from a picture or script that is missing.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.seen.append(f"console: {message.text}")

    def _on_error(self, error: WebError) -> None:
        self.seen.append(f"script: {error.error}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:", "about:")):
            self.seen.append(f"request outside the site: {request.url}")

    def _on_response(self, response: Response) -> None:
        # The service worker asks for a page in its own name: by what it takes it is still a page.
        takes = response.request.headers.get("accept", "")
        is_page = response.request.resource_type == "document" or takes.startswith("text/html")
        if response.status >= (500 if is_page else 400):
            self.seen.append(f"{response.status}: {response.url}")
