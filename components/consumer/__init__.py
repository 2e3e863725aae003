"""The stream consumer: function, dead-letter queue, event source mapping."""
