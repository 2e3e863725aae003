"""The plots that README and docs/performance.md show: a file a plot. The same result gives the same bytes."""
