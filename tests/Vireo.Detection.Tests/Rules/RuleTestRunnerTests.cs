using Vireo.Detection.Rules.Files;
using Vireo.Detection.Rules.Testing;

namespace Vireo.Detection.Tests.Rules;

public sealed class RuleTestRunnerTests
{
    private const string Rules = """
        groups:
        - name: g
          rules:
          - record: job:up:sum
            expr: sum by (job) (up)
          - alert: Down
            expr: up == 0
            for: 2m
            keep_firing_for: 3m
            labels: {severity: page}
            annotations:
              summary: '{{ $labels.i }} is {{ $value }}, {{ humanize 1234567.0 }}, {{ 123456789.0 }}, {{ printf "%5.1f" 2.25 }}'
        """;

    [Fact]
    public void Alerts_wait_fire_and_are_kept_as_prometheus_does()
    {
        string[] firing = [.. Enumerable.Range(0, 12).Select(minute => Run($$"""
            tests:
            - input_series: [{series: 'up{i="a",job="j"}', values: '1 0 0 0 0 1x10'}]
              alert_rule_test: [{eval_time: {{minute}}m, alertname: Down, exp_alerts: []}]
            """).Length == 0 ? "-" : "F")];

        Assert.Equal("---FFFFF----", string.Concat(firing));
    }

    [Fact]
    public void A_test_that_holds_passes_and_annotations_are_compared()
    {
        RuleTestFailure[] failures = Run("""
            tests:
            - input_series: [{series: 'up{i="a",job="j"}', values: '0x10'}, {series: 'up{i="b",job="j"}', values: '1 _x3 stale'}]
              alert_rule_test:
              - eval_time: 4m
                alertname: Down
                exp_alerts:
                - exp_labels: {i: a, job: j, severity: page}
                  exp_annotations: {summary: 'a is 0, 1.235M, 1.23456789e+08,   2.2'}
              promql_expr_test:
              - {expr: job:up:sum, eval_time: 3m, exp_samples: [{labels: 'job:up:sum{job="j"}', value: 1}]}
              - {expr: up, eval_time: 4m, exp_samples: [{labels: 'up{i="a",job="j"}', value: 0}]}
              - expr: ALERTS
                eval_time: 1m
                exp_samples: [{labels: 'ALERTS{alertname="Down",alertstate="pending",i="a",job="j",severity="page"}', value: 1}]
            """);

        Assert.Empty(failures);
    }

    [Fact]
    public void A_test_that_fails_says_what_was_expected_and_what_came()
    {
        RuleTestFailure failure = Assert.Single(Run("""
            tests:
            - name: mine
              input_series: [{series: up, values: '1+1x10'}]
              promql_expr_test: [{expr: up, eval_time: 3m, exp_samples: [{labels: up, value: 5}]}]
            """));

        Assert.Equal(("mine", "up at 3m", "up 5", "up 4"), (failure.Test, failure.What, failure.Expected, failure.Got));
    }

    [Theory]
    [InlineData("tests: [{input_series: [{series: up, values: '1 2y'}]}]", "'2y' is not understood")]
    [InlineData("tests: [{input_series: [{series: 'up{', values: '1'}]}]", "A label was expected")]
    [InlineData("tests: [{intervall: 5m}]", "A test has no 'intervall'")]
    public void A_mistake_in_a_test_file_is_told(string text, string message)
    {
        RuleTestFile file = RuleTestReader.Read("t.yaml", text);

        Assert.Contains(message, Assert.Single(file.Problems).Message, StringComparison.Ordinal);
    }

    private static RuleTestFailure[] Run(string text)
    {
        RuleTestFile tests = RuleTestReader.Read("t.yaml", text);
        RuleFile rules = RuleFileReader.Read("r.yaml", Rules);
        Assert.Empty(tests.Problems);
        Assert.Empty(rules.Problems);

        return [.. new RuleTestRunner(tests, [rules]).Run()];
    }
}
