namespace Vireo.Simulation;

/// <summary>DVFS and NPA: every machine stays on the first host that had room for it.</summary>
internal sealed class FirstSuitable(string name) : ICloudSimPolicy
{
    public string Name => name;

    public int Place(CloudSimStart start, int machine) => start.FirstFit(machine);

    public void Decide(CloudSimFleet fleet, List<CloudSimMove> moves)
    {
    }
}
