namespace Vireo.Simulation;

/// <summary>Decides on the fleet of the reference simulator.</summary>
internal interface ICloudSimPolicy
{
    /// <summary>As in <c>--policy</c>.</summary>
    string Name { get; }

    /// <summary>The host on which a machine starts, or -1 when there is none.</summary>
    /// <param name="start">What the machines before it have been given.</param>
    /// <param name="machine">Its row in the trace.</param>
    int Place(CloudSimStart start, int machine);

    /// <summary>Adds the migrations to start now, in their order.</summary>
    /// <param name="fleet">After its update, which it may not change.</param>
    /// <param name="moves">Receives them.</param>
    void Decide(CloudSimFleet fleet, List<CloudSimMove> moves);
}
