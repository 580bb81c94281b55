using Vireo.Scheduling.Placement.Model;

namespace Vireo.Scheduling.Placement.Filters;

/// <summary>One hard rule about where a machine may go. Adding a rule is copying a neighbour.</summary>
internal interface IPlacementFilter
{
    /// <summary>The rule's name in refusals.</summary>
    string Rule { get; }

    /// <summary>Whether the machine may go to the host.</summary>
    bool Allows(FleetModel model, int machine, int host);

    /// <summary>How many things would have to be otherwise for the machine to go to the host; 0 where it may.</summary>
    int Misses(FleetModel model, int machine, int host) => Allows(model, machine, host) ? 0 : 1;

    /// <summary>Why not, in one sentence with figures; only asked where <see cref="Allows"/> said no.</summary>
    string WhyNot(FleetModel model, int machine, int host);
}
