"""Rules of linters: the component's resources as templates of CloudFormation, and what checkov says about them."""
