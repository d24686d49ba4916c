"""What the merged table of many rows is read by: links in their order, steps by their paper alone."""


import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("guidance", "0004_contents"),
    ]

    operations = [
        migrations.AlterField(
            model_name="transition",
            name="content_type",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="contenttypes.contenttype",
                verbose_name="材料类别",
            ),
        ),
        migrations.AddIndex(
            model_name="link",
            index=models.Index(fields=["plan", "order"], name="links_in_order"),
        ),
    ]
