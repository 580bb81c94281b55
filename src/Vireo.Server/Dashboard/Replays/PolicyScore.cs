using System.Collections.Immutable;
using Vireo.Server.Hosting.Replaying;
using Vireo.Simulation;

namespace Vireo.Server.Dashboard.Replays;

/// <summary>What a policy would have made of a window of the past.</summary>
/// <param name="Replay">Which replay says so.</param>
/// <param name="Result">The figures.</param>
/// <param name="IsInForce">Whether it was in force when the replay ran.</param>
public sealed record PolicyScore(ReplayJob Replay, SimulationResult Result, bool IsInForce)
{
    /// <summary>The newest figures of each policy over the window that was replayed last, least energy first. Other
    /// windows hold other
    /// demand and cannot be compared.</summary>
    /// <param name="jobs">Newest first.</param>
    public static ImmutableArray<PolicyScore> Board(IEnumerable<ReplayJob> jobs)
    {
        var done = jobs.Where(job => job.Comparison is not null).ToList();
        if (done.Count == 0)
        {
            return [];
        }

        var newest = done[0].Comparison!;
        var scores = done.Where(job => (job.Comparison!.From, job.Comparison.To) == (newest.From, newest.To))
            .SelectMany(job => new[]
            {
                new PolicyScore(job, job.Comparison!.Current, IsInForce: true),
                new PolicyScore(job, job.Comparison.Candidate, IsInForce: false),
            });

        return
        [
            .. scores.GroupBy(score => score.Result.Policy).Select(group => group.First())
                .OrderBy(score => score.Result.EnergyKwh).ThenBy(score => score.Result.Policy, StringComparer.Ordinal),
        ];
    }
}
