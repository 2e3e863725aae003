"""Tests of the function's own AWS client, compared with botocore."""
