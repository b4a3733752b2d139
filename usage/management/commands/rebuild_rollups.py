"""Count the daily usage anew from the raw events, for one product or for all."""

from django.core.management.base import BaseCommand, CommandError

from people.models import Product
from usage.models import Feature
from usage.rollups import rebuild
from usage.standing import counted_now


class Command(BaseCommand):
    """``rebuild_rollups [--product KEY]``: after the organisation's time zone was changed, or to prove what the worker keeps."""

    help = "Counts the daily usage anew from raw events. The result equals what the worker keeps."

    def add_arguments(self, parser):
        parser.add_argument("--product", metavar="KEY", help="the product's key (default: every product)")

    def handle(self, *args, **options):
        products = Product.objects.order_by("pk")
        if options["product"]:
            products = products.filter(key=options["product"])
            if not products:
                raise CommandError(f"There is no product with the key {options['product']}.")
        for product in products:
            days = rebuild(product)
            for feature in Feature.objects.filter(product=product).select_related("product"):
                counted_now(feature)
            self.stdout.write(f"{product}: {days} days counted.")
