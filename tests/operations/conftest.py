"""What redrive needs around it: shared with the tests of delivery."""

from ..consumer.conftest import queue as queue
