using System.Text;

namespace Vireo.Detection.Tests.Rules.Referee;

/// <summary>Series, one rule file and what is asked of them, made up from a seed.</summary>
internal sealed class RuleCase
{
    private const int Expressions = 10;

    public RuleCase(int seed)
    {
        var random = new RandomRules(seed);
        Seed = seed;
        Series = random.Series();
        IntervalSeconds = (int[])[15, 30, 60] is var steps ? steps[random.Next(steps.Length)] : 60;
        for (int i = 0; i < Expressions; i++)
        {
            Asked.Add((random.Expression(), random.Next(45 * IntervalSeconds)));
        }

        string keep = random.Next(2) == 0 ? "" : $"\n    keep_firing_for: {random.Duration(6 * IntervalSeconds)}";
        RecordedName = "r:one";
        Rules =
            $"groups:\n- name: g{seed}\n  rules:\n" +
            $"  - record: {RecordedName}\n    expr: {Quote(random.Expression())}\n    labels: {{kind: \"k\"}}\n" +
            $"  - alert: A{seed}\n    expr: {Quote(random.Expression())}\n    for: {random.Duration(5 * IntervalSeconds)}{keep}\n" +
            "    labels: {severity: \"page\", copy: \"{{ $labels.job }}\"}\n" +
            "    annotations: {text: \"{{ $labels.instance }} {{ humanize $value }} {{ humanizeDuration $value }} " +
            "{{ humanizePercentage $value }} {{ humanize1024 $value }} {{ printf \\\"%.4g %.2e %.5g\\\" $value $value $value }}\"}\n";
        Asked.Add(("ALERTS", random.Next(45 * IntervalSeconds)));
        Asked.Add(("ALERTS_FOR_STATE", random.Next(45 * IntervalSeconds)));
        Asked.Add((RecordedName, random.Next(45 * IntervalSeconds)));
    }

    public int Seed { get; }

    public List<(string Series, string Values)> Series { get; }

    public int IntervalSeconds { get; }

    public List<(string Expression, int Second)> Asked { get; } = [];

    public string Rules { get; }

    public string RecordedName { get; }

    /// <summary>Alerts are asked for at these instants.</summary>
    public IEnumerable<int> AlertSeconds => Enumerable.Range(0, 6).Select(i => i * 7 * IntervalSeconds);

    /// <summary>A test file that nothing can pass, so that promtool tells every result.</summary>
    public string TestFile(string rules)
    {
        var text = new StringBuilder($"rule_files: [{rules}]\nevaluation_interval: {IntervalSeconds}s\ntests:\n");
        text.Append($"- interval: {IntervalSeconds}s\n  input_series:\n");
        foreach ((string series, string values) in Series)
        {
            text.Append($"  - series: '{series}'\n    values: '{values}'\n");
        }

        text.Append("  alert_rule_test:\n");
        foreach (int second in AlertSeconds)
        {
            text.Append($"  - eval_time: {second}s\n    alertname: A{Seed}\n    exp_alerts: [{{exp_labels: {{fuzz: \"x\"}}}}]\n");
        }

        text.Append("  promql_expr_test:\n");
        foreach ((string expression, int second) in Asked)
        {
            text.Append($"  - expr: {Quote(expression)}\n    eval_time: {second}s\n");
            text.Append("    exp_samples: [{labels: '{fuzz=\"x\"}', value: 1}]\n");
        }

        return text.ToString();
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
