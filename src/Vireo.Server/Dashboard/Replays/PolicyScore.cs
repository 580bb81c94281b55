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
    // A window that ends now is another one an hour later; of a week, that much does not matter.
    private const double LeastOverlap = 0.95;

    /// <summary>Tells rows apart, also those of policies with one name.</summary>
    public string Key => $"{Replay.Id} {IsInForce}";

    /// <summary>The policy in force and every policy that was tried, each with its newest figures, least energy first; two of
    /// one name are two where their figures differ. Only windows that are nearly the one that was replayed last
    /// count: others hold other demand.</summary>
    /// <param name="jobs">Newest first.</param>
    public static ImmutableArray<PolicyScore> Board(IEnumerable<ReplayJob> jobs)
    {
        var done = jobs.Where(job => job.Comparison is not null).ToList();
        if (done.Count == 0)
        {
            return [];
        }

        var newest = done[0].Comparison!;
        var scores = done.Where(job => IsAlike(job.Comparison!, newest))
            .SelectMany(job => new[]
            {
                new PolicyScore(job, job.Comparison!.Current, IsInForce: true),
                new PolicyScore(job, job.Comparison.Candidate, IsInForce: false),
            });

        return
        [
            .. scores.GroupBy(score => score.IsInForce ? ("", true) : ($"{score.Result.Policy} {score.Result.ResultHash}", false))
                .Select(group => group.First())
                .OrderBy(score => score.Result.EnergyKwh).ThenBy(score => score.Result.Policy, StringComparer.Ordinal),
        ];
    }

    private static bool IsAlike(ReplayComparison one, ReplayComparison other)
    {
        var begin = one.From > other.From ? one.From : other.From;
        var end = one.To < other.To ? one.To : other.To;
        var longer = one.To - one.From > other.To - other.From ? one.To - one.From : other.To - other.From;

        return end - begin >= LeastOverlap * longer;
    }
}
