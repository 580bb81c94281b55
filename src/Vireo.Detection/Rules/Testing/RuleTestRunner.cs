using System.Collections.Immutable;
using Vireo.Detection.Rules.Evaluation;
using Vireo.Detection.Rules.Files;
using Vireo.Detection.Rules.Series;

namespace Vireo.Detection.Rules.Testing;

/// <summary>Runs tests of rules in made-up time, as promtool does.</summary>
public sealed class RuleTestRunner
{
    private readonly RuleTestFile _file;
    private readonly ImmutableArray<RuleGroup> _groups;

    /// <summary>Prepares a file.</summary>
    /// <param name="file">The tests, without mistakes.</param>
    /// <param name="rules">The rule files it names, without mistakes.</param>
    public RuleTestRunner(RuleTestFile file, IEnumerable<RuleFile> rules)
    {
        _file = file;
        int Place(RuleGroup group) => file.GroupOrder.IndexOf(group.Name) is >= 0 and int at ? at : int.MaxValue;
        _groups = [.. rules.SelectMany(one => one.Groups).OrderBy(Place)];
    }

    /// <summary>Runs every test.</summary>
    public ImmutableArray<RuleTestFailure> Run() => [.. _file.Tests.SelectMany(Run)];

    private List<RuleTestFailure> Run(RuleTest test)
    {
        var store = new SeriesStore();
        var around = new RuleSurroundings(
            test.ExternalLabels, test.ExternalUrl, RuleSurroundings.Default.MostAlerts, EvaluationLimits.Default);
        GroupRun[] groups = [.. _groups.Select(group => new GroupRun(group, store, around))];
        List<RuleTestFailure> failures = [];
        long end = test.Alerts.Select(alert => alert.Time).Concat(test.Expressions.Select(one => one.Time))
            .DefaultIfEmpty(TimeSpan.Zero).Max().Ticks / TimeSpan.TicksPerMillisecond;
        long step = (long)_file.EvaluationInterval.TotalMilliseconds;
        AlertExpectation[] alerts = [.. test.Alerts.OrderBy(alert => alert.Time)];
        int next = 0;
        long loaded = 0;
        for (long now = 0; now <= end; now += step)
        {
            loaded = Load(test, store, loaded, now);
            foreach (RuleFailure failure in groups.SelectMany(group => group.Evaluate(now)))
            {
                failures.Add(new(0, test.Name, $"rule {failure.Rule} at {At(now)}", "a result", failure.Message));
            }

            while (next < alerts.Length && alerts[next].Time.TotalMilliseconds < now + step)
            {
                Compare(test, alerts[next++], groups, failures);
            }
        }

        foreach (ExpressionExpectation expectation in test.Expressions)
        {
            Compare(test, expectation, store, around, failures);
        }

        return failures;
    }

    // Series grow as time does, so that no rule sees the future.
    private static long Load(RuleTest test, SeriesStore store, long loaded, long now)
    {
        long step = (long)test.Interval.TotalMilliseconds;
        for (; loaded * step <= now; loaded++)
        {
            foreach ((LabelSet labels, ImmutableArray<double?> values) in test.Input)
            {
                if (loaded < values.Length && values[(int)loaded] is { } value)
                {
                    store.Append(labels, loaded * step, value);
                }
            }
        }

        return loaded;
    }

    private static void Compare(RuleTest test, AlertExpectation expectation, GroupRun[] groups,
        List<RuleTestFailure> failures)
    {
        string[] got =
        [
            .. groups.SelectMany(group => group.Active)
                .Where(alert => alert.Rule == expectation.Rule && alert.State == AlertState.Firing)
                .Select(alert => Show(alert.Labels, alert.Annotations))
                .Order(StringComparer.Ordinal),
        ];
        string[] expected =
        [
            .. expectation.Alerts
                .Select(alert => Show(alert.Labels.With("alertname", expectation.Rule), alert.Annotations))
                .Order(StringComparer.Ordinal),
        ];
        if (!got.SequenceEqual(expected))
        {
            string what = $"alert {expectation.Rule} at {At((long)expectation.Time.TotalMilliseconds)}";
            failures.Add(new(expectation.Line, test.Name, what, Lines(expected), Lines(got)));
        }
    }

    private static void Compare(
        RuleTest test, ExpressionExpectation expectation, SeriesStore store, RuleSurroundings around,
            List<RuleTestFailure> failures)
    {
        long now = (long)expectation.Time.TotalMilliseconds;
        string expected = Lines(expectation.Samples.OrderBy(sample => sample.Labels).Select(Show));
        string got;
        try
        {
            IReadOnlyList<Sample> samples = new Evaluator(store, now, around.Limits).Evaluate(expectation.Expression);
            got = Lines(samples.OrderBy(sample => sample.Labels).Select(Show));
        }
        catch (EvaluationException error)
        {
            got = error.Message;
        }

        if (got != expected)
        {
            failures.Add(new(expectation.Line, test.Name, $"{expectation.Text} at {At(now)}", expected, got));
        }
    }

    private static string Show(Sample sample) => $"{sample.Labels} {Expressions.NumberText.Plain(sample.Value)}";

    private static string Show(LabelSet labels, ImmutableSortedDictionary<string, string> annotations)
    {
        IEnumerable<string> texts = annotations.Where(one => one.Value.Length > 0).Select(one => $"{one.Key}: {one.Value}");

        return $"{labels} {string.Join(", ", texts)}";
    }

    private static string Lines(IEnumerable<string> lines) =>
        string.Join("\n", lines) is { Length: > 0 } text ? text : "nothing";

    private static string At(long milliseconds) => Expressions.DurationNotation.Format(milliseconds);
}
