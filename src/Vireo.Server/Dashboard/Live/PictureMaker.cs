using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Vireo.Control;
using Vireo.Fleet;

namespace Vireo.Server.Dashboard.Live;

/// <summary>Turns publications into pictures; the load of one publication is read once for all browsers.</summary>
public sealed class PictureMaker(
    LoadReader loads, TimeProvider time, IOptions<DashboardOptions> options)
{
    // A replay at a hundred times real time is soon hours away from the wall clock; a real loop never is.
    private static readonly TimeSpan SameClock = TimeSpan.FromHours(1);

    private readonly ConditionalWeakTable<LoopState, Lazy<FleetLoad>> _loads = [];

    internal FleetPicture Make(ClusterId cluster, Arrival arrival)
    {
        var state = arrival.State;
        var load = _loads.GetValue(state, _ => new(() => loads.Read(state))).Value;
        bool isVirtual = (state.At - arrival.ReceivedAt).Duration() > SameClock;

        return new FleetPicture(cluster, state, load, Judge(arrival), isVirtual);
    }

    internal Freshness Judge(Arrival arrival) => Freshness.Judge(
        arrival.State, arrival.ReceivedAt, arrival.UsualGap, time.GetUtcNow(), options.Value.StaleAfter);
}
