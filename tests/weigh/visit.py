"""A survey in Triple-S written by hand: as the description should be understood, as XML, and three fixed records."""

from folkmoot.weigh.triple_s import Description, Variable, placed

PLACES = {"1": "Moot hall", "2": "Castle", "9": "Elsewhere"}
VISIT = Description(
    version="2.0",
    title="A visit to Harrowmere",
    variables=placed(
        [
            Variable("1", "Q1", "Visits", "single", values={"1": "First", "2": "Again"}),
            Variable("2", "Q2", "Seen", "multiple", values=PLACES),
            Variable("3", "Q3", "In words", "character", size=12),
            Variable("4", "Q4", "Two best", "multiple", values=PLACES, subfields=2, width=1),
            Variable("5", "Q5", "Miles", "quantity", values={"999": "Not stated"}, codes_from="0.0", codes_to="500"),
            Variable("6", "Q6", "Come again", "logical"),
            Variable("7", "Q7", "Town", "single", values={"HM": "Harrowmere", "X": "Other"}, literal=True),
            Variable("8", "Q8", "Day", "date"),
            Variable("9", "Q9", "Hour", "time"),
            Variable("99", "Q99", "Weight", "quantity", codes_from="0.00", codes_to="9.99", use="weight"),
        ],
        csv=False,
    ),
)
XML = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE sss PUBLIC "-//triple-s//DTD Survey Interchange v2.0//EN" "http://www.triple-s.org/dtd/sss_v20.dtd">
<sss version="2.0" modes="interview analysis">
  <date>6 January 2031</date>
  <survey>
    <title>A visit to<br/>Harrowmere</title>
    <record ident="V">
      <variable ident="1" type="single"><name>Q1</name><label>Visits</label><position start="1"/>
        <values><value code="1">First</value><value code="2">Again</value></values></variable>
      <variable ident="2" type="multiple"><name>Q2</name><label>Seen</label><position start="2" finish="10"/>
        <values><value code="1">Moot hall</value><value code="2">Castle</value><value code="9">Elsewhere</value></values></variable>
      <variable ident="3" type="character"><name>Q3</name><label>In words</label><position start="11" finish="22"/>
        <size>12</size></variable>
      <variable ident="4" type="multiple"><name>Q4</name><label>Two best</label><position start="23" finish="24"/>
        <spread subfields="2" width="1"/>
        <values><value code="1">Moot hall</value><value code="2">Castle</value><value code="9">Elsewhere</value></values></variable>
      <variable ident="5" type="quantity"><name>Q5</name><label>Miles</label><position start="25" finish="27"/>
        <values><range from="0.0" to="500"/><value code="999">Not stated</value></values></variable>
      <variable ident="6" type="logical"><name>Q6</name><label>Come again</label><position start="28"/></variable>
      <variable ident="7" type="single" format="literal"><name>Q7</name>
        <label>Town<text mode="interview">Which town?</text></label><position start="29" finish="30"/>
        <values><value code="HM">Harrowmere</value><value code="X">Other</value></values></variable>
      <variable ident="8" type="date"><name>Q8</name><label>Day</label><position start="31" finish="38"/></variable>
      <variable ident="9" type="time"><name>Q9</name><label>Hour</label><position start="39" finish="44"/></variable>
      <variable ident="99" type="quantity" use="weight"><name>Q99</name><label>Weight</label><position start="45" finish="48"/>
        <values><range from="0.00" to="9.99"/></values></variable>
    </record>
  </survey>
</sss>
"""
ALL = [name for variable in VISIT.variables for name in variable.columns]
RECORDS = (
    "1110000001a caf\u00e9      92 121HM203101061345001.50\r\n"
    "2000000000            00999 X 20310107000000 .75\r\n"
    "0         Nothing seen20                    1\r\n"
)
