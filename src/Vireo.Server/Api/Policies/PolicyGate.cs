using Microsoft.AspNetCore.Http;
using Vireo.Fleet;
using Vireo.Server.Api.Replays;
using Vireo.Server.Hosting;
using Vireo.Server.Hosting.Replaying;

namespace Vireo.Server.Api.Policies;

/// <summary>What a change of policy goes through: first a replay on the cluster's own past, unless somebody says
/// otherwise.</summary>
internal sealed class PolicyGate(IFleetView fleets, ReplayDesk desk, ServerAudit audit)
{
    // Each hour of a day once for a few hundred machines; for more of them less, so that it stays a matter of minutes.
    private const double MostDays = 1;
    private const double FewestDays = 0.3;
    private const double MachineDays = 500;

    /// <summary>Days of the past that a change is run over when nobody says otherwise.</summary>
    /// <param name="machines">How many the cluster has.</param>
    public static double UsualDays(int machines) =>
        Math.Clamp(MachineDays / Math.Max(1, machines), FewestDays, MostDays);

    /// <summary>Asks for the replay that puts the policy in force when nothing speaks against it.</summary>
    /// <param name="cluster">Where.</param>
    /// <param name="candidate">What is to be in force.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="skip">Whether there is to be no replay, whatever it would say.</param>
    /// <param name="days">How many days back it goes; null for <see cref="UsualDays"/>.</param>
    /// <param name="putInForce">Does it, once the replay found nothing against it.</param>
    /// <returns>Null when the policy may be put in force at once: it decides as the old one does, nothing is recorded
    /// to replay, or the person asked to skip it; the last two are audited.</returns>
    /// <exception cref="ApiException">Too many replays wait, or the days are none.</exception>
    public ReplayJob? Admit(
        ClusterId cluster, Policy candidate, string user, bool skip, double? days, Func<CancellationToken, Task> putInForce)
    {
        string why = "asked to";
        if (DecidesAlike(candidate, fleets.StateOf(cluster).Policy))
        {
            return null;
        }

        if (skip || Window(cluster, days, out why) is not { } window)
        {
            audit.Record(
                user, "policy.unreplayed", ("cluster", cluster.Value), ("name", candidate.Name), ("why", skip ? "skipReplay" : why));

            return null;
        }

        return Ask(cluster, candidate, window, user, putInForce);
    }

    /// <summary>What would come first, in a sentence; null when a policy would be in force at once.</summary>
    /// <exception cref="ApiException">The days are none.</exception>
    public string? Foresee(ClusterId cluster, Policy candidate, bool skip, double? days) =>
        DecidesAlike(candidate, fleets.StateOf(cluster).Policy) ? null
        : skip ? "The policy decides otherwise and is put in force without a replay; that goes into the audit trail."
        : Window(cluster, days, out string why) is not { } window
            ? $"The policy decides otherwise; it is put in force without a replay: {why}"
            : $"The policy decides otherwise: it is replayed from {window.From:yyyy-MM-dd HH:mm} to {window.To:yyyy-MM-dd HH:mm} UTC first, " +
              "which takes a while, and put in force when nothing speaks against it. --force (skipReplay) passes by, --replay-days " +
              "(replayDays) looks further back.";

    private ReplayWindow? Window(ClusterId cluster, double? days, out string why)
    {
        var state = fleets.StateOf(cluster);
        var window = ReplayWindow.Of(
            state.At, days ?? UsualDays(state.Fleet.VirtualMachines.Length), from: null, to: null);

        return fleets.ReadHistory(cluster, window.From, window.To, out why) is null ? null : window;
    }

    /// <summary>Asks for a replay.</summary>
    /// <exception cref="ApiException">Too many replays wait.</exception>
    public ReplayJob Ask(
        ClusterId cluster, Policy candidate, ReplayWindow window, string user, Func<CancellationToken, Task>? putInForce)
    {
        var job = desk.Ask(cluster, candidate, window.From, window.To, user, putInForce) ?? throw new ApiException(
            StatusCodes.Status429TooManyRequests, "Too many replays wait already. Wait for one, or stop one with DELETE /api/v1/replays/ID.");
        audit.Record(user, "replay.start", ("cluster", cluster.Value), ("name", candidate.Name), ("replay", $"{job.Id}"));

        return job;
    }

    // A replay lets both act on everything, so modes cannot make a difference; nor can a name. Sizes are judged by two
    // weeks of each machine's peaks, a few are changed a day, and what suffers gets its size back: a day of all
    // machines' past says nothing more about them.
    private static bool DecidesAlike(Policy one, Policy other) => ContentHash.Of(Bare(one)) == ContentHash.Of(Bare(other));

    private static Policy Bare(Policy policy) => policy with
    {
        Name = "",
        DefaultMode = OperatingMode.Observe,
        Modes = [],
        Pools = [],
        Groups = [],
        Templates = [],
        Network = null,
        Resizing = null,
    };
}
