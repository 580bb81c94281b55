using Vireo.Control;
using Vireo.Server.Dashboard.Live;

namespace Vireo.Server.Tests.Dashboard;

/// <summary>Pictures without a server.</summary>
internal static class Pictures
{
    public static FleetPicture Of(LoopState state, FleetLoad? load = null, Freshness? freshness = null) =>
        new(SyntheticFleet.Cluster, state, load ?? FleetLoad.Empty, freshness ?? Freshness.Fresh, virtualSpeed: null);
}
