"""Check for options of a consumer that contradict each other."""

from ..checking.mistakes import Mistakes
from ..function.check import check_bundled, check_concurrency
from .args import ConsumerArgs


def check_consumer(path: str, consumer: ConsumerArgs, mistakes: Mistakes) -> None:
    """Check the options of the consumer at `path`."""
    check_concurrency(f"{path}.function", consumer.get("function", {}), mistakes)
    if "code" not in consumer:
        level = consumer.get("function", {}).get("log_level")
        if level == "WARN":
            problem = "hides the changes and metrics of the bundled consumer, which are INFO; leave it out"
            mistakes.add(f"{path}.function.log_level", problem, level)
        check_bundled(f"{path}.function", consumer.get("function", {}), mistakes)
        if "handler" in consumer and not mistakes.at(f"{path}.code"):
            problem = 'needs code too; add it, for example pulumi.FileArchive("./app"), or remove handler'
            mistakes.add(f"{path}.handler", problem, consumer["handler"])
    elif "handler" not in consumer and not mistakes.at(f"{path}.handler"):
        mistakes.add(f"{path}.handler", 'missing; name the entry point in code, for example "app.handler"')
