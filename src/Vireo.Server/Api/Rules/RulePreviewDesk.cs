using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Vireo.Detection;
using Vireo.Detection.Previewing;
using Vireo.Detection.Rules.Files;
using Vireo.Fleet;
using Vireo.Server.Hosting;

namespace Vireo.Server.Api.Rules;

/// <summary>Previews rules on stored history, one at a time: each takes a processor for some seconds.</summary>
public sealed class RulePreviewDesk(IFleetView fleets) : IDisposable
{
    /// <summary>How far back it looks at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    // Objects times looks: a month of a thousand machines is more than that.
    private const double MostJudgements = 5e6;

    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Reads the rules of a text and says what they would have done.</summary>
    /// <param name="cluster">On whose history.</param>
    /// <param name="rules">A rule file, or documents of kind AlertRules.</param>
    /// <param name="name">What the text is called where a mistake is told.</param>
    /// <param name="since">How far back.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="ApiException">The rules have mistakes, or the time is too long for this fleet.</exception>
    public async Task<RulePreview> PreviewAsync(
        ClusterId cluster, byte[] rules, string name, TimeSpan since, CancellationToken cancellationToken)
    {
        RequireBounded(cluster, since);
        var (thresholds, files) = RuleText.Read(name, rules);
        if (thresholds.IsEmpty && files.All(file => file.Groups.All(group => group.Rules.IsEmpty)))
        {
            throw ApiException.BadRequest(
                $"{name}: there is no rule in it; expected 'groups:' with rules, or a document of kind AlertRules.");
        }

        if (!await _turn.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            throw new ApiException(
                StatusCodes.Status503ServiceUnavailable, "Another preview is running. Ask again when it has ended.");
        }

        try
        {
            return await Task.Run(() => Preview(cluster, thresholds, files, since, cancellationToken), cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private RulePreview Preview(
        ClusterId cluster, ImmutableArray<ThresholdRule> thresholds, ImmutableArray<RuleFile> files, TimeSpan since,
        CancellationToken cancellationToken)
    {
        var (history, window, mostSeries) = fleets.RuleHistory(cluster, since);
        var previewer = new RulePreviewer(thresholds, files, fleets.StateOf(cluster).Fleet, window, mostSeries);

        return previewer.Run(history, cancellationToken);
    }

    private void RequireBounded(ClusterId cluster, TimeSpan since)
    {
        if (since <= TimeSpan.Zero || since > Longest)
        {
            throw ApiException.BadRequest($"'since' must be from one step to {Longest.Days}d back.");
        }

        var fleet = fleets.StateOf(cluster).Fleet;
        int objects = fleet.Hosts.Length + fleet.VirtualMachines.Length;
        if (objects * (since / fleets.ForecastOptions(cluster).Step) > MostJudgements)
        {
            double hours = MostJudgements / objects * fleets.ForecastOptions(cluster).Step.TotalHours;
            throw ApiException.BadRequest(
                $"{objects} hosts and machines are too many for that time: ask for at most {Math.Floor(hours)}h.");
        }
    }
}
