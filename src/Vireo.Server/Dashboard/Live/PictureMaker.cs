using Microsoft.Extensions.Options;
using Vireo.Fleet;
using Vireo.Server.Hosting;

namespace Vireo.Server.Dashboard.Live;

/// <summary>Turns publications into pictures.</summary>
public sealed class PictureMaker(
    IFleetView fleets, LoadReader loads, TimeProvider time, IOptions<DashboardOptions> options)
{
    internal FleetPicture Make(ClusterId cluster, Arrival arrival) => new(
        cluster, arrival.State, loads.Read(arrival.State), Judge(arrival), fleets.VirtualSpeed(cluster));

    internal Freshness Judge(Arrival arrival) => Freshness.Judge(
        arrival.State, arrival.ReceivedAt, arrival.UsualGap, time.GetUtcNow(), options.Value.StaleAfter);
}
