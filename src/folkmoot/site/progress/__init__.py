"""How an initiative is getting on: milestones, money, benefits, risks, monthly reports, and how it ends."""
