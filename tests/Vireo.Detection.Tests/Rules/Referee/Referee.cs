using Vireo.Detection.Rules.Evaluation;
using Vireo.Detection.Rules.Expressions;
using Vireo.Detection.Rules.Files;
using Vireo.Detection.Rules.Series;
using Vireo.Detection.Rules.Testing;

namespace Vireo.Detection.Tests.Rules.Referee;

/// <summary>Compares the rule engine with promtool on made-up cases.</summary>
internal static class Referee
{
    // Logarithms and powers differ in the last bits between mathematical libraries.
    private const double Tolerance = 1e-9;

    /// <summary>Compares cases; returns one line for each difference, and how many answers were compared.</summary>
    public static (List<string> Differences, int Compared) Compare(string folder, IEnumerable<int> seeds)
    {
        List<string> differences = [];
        int compared = 0;
        foreach (int seed in seeds)
        {
            var one = new RuleCase(seed);
            File.WriteAllText(Path.Combine(folder, "rules.yml"), one.Rules);
            File.WriteAllText(Path.Combine(folder, "test.yml"), one.TestFile("rules.yml"));
            string output = Promtool.Run(folder, "test.yml");
            compared += Compare(one, output, differences);
        }

        return (differences, compared);
    }

    private static int Compare(RuleCase one, string output, List<string> differences)
    {
        List<List<Sample>?> theirs = Promtool.Expressions(output);
        List<string> theirAlerts = Promtool.Alerts(output);
        (List<List<Sample>?> ours, List<string> ourAlerts) = Run(one);

        // A rule that fails ends the test in promtool.
        if (output.Contains("    rule: ", StringComparison.Ordinal))
        {
            if (ourAlerts.Count == one.AlertSeconds.Count() && !_hadFailure)
            {
                differences.Add($"seed {one.Seed}: promtool's rules fail, ours do not: {output}\n{one.Rules}");
            }

            return 1;
        }

        if (theirs.Count != ours.Count || theirAlerts.Count != ourAlerts.Count)
        {
            differences.Add($"seed {one.Seed}: {theirs.Count} and {theirAlerts.Count} answers, {ours.Count} and {ourAlerts.Count} of ours\n{output}\n{one.Rules}");

            return 0;
        }

        for (int i = 0; i < ours.Count; i++)
        {
            if (!Same(theirs[i], ours[i]))
            {
                differences.Add(
                    $"seed {one.Seed}: {one.Asked[i].Expression} at {one.Asked[i].Second}s\n  promtool: {Show(theirs[i])}\n  ours:     {Show(ours[i])}");
            }
        }

        for (int i = 0; i < ourAlerts.Count; i++)
        {
            if (theirAlerts[i] != ourAlerts[i])
            {
                differences.Add($"seed {one.Seed}: alerts {i}\n  promtool: {theirAlerts[i]}\n  ours:     {ourAlerts[i]}\n{one.Rules}");
            }
        }

        return ours.Count + ourAlerts.Count;
    }

    [ThreadStatic]
    private static bool _hadFailure;

    private static (List<List<Sample>?> Expressions, List<string> Alerts) Run(RuleCase one)
    {
        RuleFile rules = RuleFileReader.Read("rules.yml", one.Rules);
        if (rules.Problems.Length > 0)
        {
            throw new InvalidOperationException($"seed {one.Seed}: {string.Join("\n", rules.Problems)}\n{one.Rules}");
        }

        var store = new SeriesStore();
        var group = new GroupRun(rules.Groups[0], store, RuleSurroundings.Default);
        var input = one.Series.Select(series =>
            (Labels: SeriesNotation.Labels(series.Series), Values: SeriesNotation.Values(series.Values))).ToArray();
        long end = 1000L * Math.Max(one.Asked.Max(asked => asked.Second), one.AlertSeconds.Max());
        long step = 1000L * one.IntervalSeconds;
        List<string> alerts = [];
        _hadFailure = false;
        for (long now = 0; now <= end; now += step)
        {
            foreach ((LabelSet labels, List<double?> values) in input)
            {
                if (now / step < values.Count && values[(int)(now / step)] is { } value)
                {
                    store.Append(labels, now, value);
                }
            }

            _hadFailure |= group.Evaluate(now).Length > 0;
            if (one.AlertSeconds.Any(second => 1000L * second == now))
            {
                alerts.Add(string.Join("\n", group.Active
                    .Where(alert => alert.State == AlertState.Firing)
                    .Select(alert => $"{Braced(alert.Labels.ToDictionary())} {Braced(alert.Annotations)}")
                    .Order(StringComparer.Ordinal)));
            }
        }

        return ([.. one.Asked.Select(asked => Ask(store, asked.Expression, 1000L * asked.Second))], alerts);
    }

    private static string Braced(IEnumerable<KeyValuePair<string, string>> labels) =>
        $"{{{string.Join(", ", labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}=\"{label.Value}\""))}}}";

    private static List<Sample>? Ask(SeriesStore store, string expression, long now)
    {
        try
        {
            return [.. new Evaluator(store, now, EvaluationLimits.Default).Evaluate(Parser.Parse(expression))];
        }
        catch (EvaluationException)
        {
            return null;
        }
    }

    private static bool Same(List<Sample>? theirs, List<Sample>? ours)
    {
        if (theirs is null || ours is null || theirs.Count != ours.Count)
        {
            return theirs is null && ours is null;
        }

        foreach ((Sample left, Sample right) in theirs.OrderBy(s => s.Labels).Zip(ours.OrderBy(s => s.Labels)))
        {
            double scale = Math.Max(1, Math.Max(Math.Abs(left.Value), Math.Abs(right.Value)));
            bool isSame = left.Value.Equals(right.Value) || Math.Abs(left.Value - right.Value) <= Tolerance * scale;
            if (!left.Labels.Equals(right.Labels) || !isSame)
            {
                return false;
            }
        }

        return true;
    }

    private static string Show(List<Sample>? samples) =>
        samples is null ? "an error" : string.Join(", ", samples.OrderBy(s => s.Labels).Select(s => $"{s.Labels} {s.Value:R}"));
}
