namespace Vireo.Scheduling.Tests.Scenarios;

/// <summary>A whole decision as data; the keys of the YAML files in <c>scenarios/</c>.</summary>
public sealed class ScenarioFile
{
    public string Name { get; set; } = "";

    public bool Consolidate { get; set; }

    public bool Balance { get; set; }

    public int SpareFaultDomains { get; set; }

    public List<HostLine> Hosts { get; set; } = [];

    public List<MachineLine> Machines { get; set; } = [];

    public List<RuleLine> Rules { get; set; } = [];

    public Expectation Expect { get; set; } = new();

    public sealed class HostLine
    {
        public string Id { get; set; } = "";

        public double Mhz { get; set; } = 10_000;

        public int Gib { get; set; } = 64;

        public string Rack { get; set; } = "";

        public bool Maintenance { get; set; }

        public bool Failing { get; set; }
    }

    public sealed class MachineLine
    {
        public string Id { get; set; } = "";

        public string Host { get; set; } = "";

        public double Median { get; set; } = 1_000;

        public double? Upper { get; set; }

        public int Gib { get; set; } = 4;
    }

    public sealed class RuleLine
    {
        public string Name { get; set; } = "";

        public string Kind { get; set; } = "";

        public List<string> Machines { get; set; } = [];

        public List<string> Hosts { get; set; } = [];
    }

    public sealed class Expectation
    {
        public int AtMostMoves { get; set; }

        public Dictionary<string, string> Placements { get; set; } = [];

        public List<string> SwitchedOff { get; set; } = [];
    }
}
