using Vireo.Detection.Rules.Files;

namespace Vireo.Detection.Tests.Rules;

public sealed class RuleFileTests
{
    [Theory]
    [InlineData("up ===", 5, 18, "A value was expected")]
    [InlineData("up[5m]", 5, 13, "a range vector")]
    [InlineData("sum(rate(x))", 5, 22, "Add a range such as [5m]")]
    [InlineData("rat(x[5m])", 5, 13, "Did you mean 'rate'?")]
    [InlineData("holt_winters(x[5m], 1, 1)", 5, 13, "is not supported")]
    [InlineData("max_over_time(rate(x[1m])[5m:])", 5, 38, "")]
    [InlineData("x @ 5", 5, 15, "The @ modifier is not supported")]
    [InlineData("1 > 2", 5, 15, "'> bool'")]
    [InlineData("x{a=\"b\"", 5, 20, "expected")]
    [InlineData("x{a=~\"(\"}", 5, 18, "no pattern")]
    [InlineData("x{a=~\"a(?=b)\"}", 5, 18, "not supported in patterns")]
    [InlineData("'{a=\"\"}'", 5, 14, "takes every series")]
    [InlineData("x offset 5", 5, 22, "written like 5m")]
    [InlineData("sum by (a (x)", 5, 23, "expected between labels")]
    [InlineData("x and 1", 5, 15, "one side is a number")]
    public void A_mistake_in_an_expression_is_told_with_its_place_and_the_fix(
        string expression, int line, int column, string message)
    {
        RuleFile file = RuleFileReader.Read("r.yaml", $"groups:\n- name: g\n  rules:\n  - alert: A\n    expr:   {expression}");

        RuleProblem problem = Assert.Single(file.Problems);
        Assert.Equal(("r.yaml", line, column), (problem.File, problem.Line, problem.Column));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_place_is_right_inside_a_block_of_several_lines()
    {
        const string Text = "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: |\n      sum(up)\n        > foo(1)\n";

        RuleProblem problem = Assert.Single(RuleFileReader.Read("r.yaml", Text).Problems);

        Assert.Equal((7, 11), (problem.Line, problem.Column));
    }

    [Theory]
    [InlineData("group:\n", "A rule file has no 'group'; it has groups. Did you mean 'groups'?")]
    [InlineData("groups:\n- rules: []\n", "The group has no name")]
    [InlineData("groups:\n- name: a\n- name: a\n", "There are two groups 'a'")]
    [InlineData("groups:\n- name: a\n  interval: 5\n", "'interval' '5' is no duration")]
    [InlineData("groups:\n- name: a\n  rules:\n  - expr: up\n", "A rule needs 'alert: …' or 'record: …'")]
    [InlineData("groups:\n- name: a\n  rules:\n  - alert: A\n", "has no expression")]
    [InlineData("groups:\n- name: a\n  rules:\n  - record: a b\n    expr: up\n", "'a b' is no name for a series")]
    [InlineData("groups:\n- name: a\n  rules:\n  - record: r\n    expr: up\n    for: 5m\n", "'for' belongs to alerts")]
    [InlineData("groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up\n    fro: 5m\n", "A rule has no 'fro'")]
    [InlineData("groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up\n    labels: {a-b: c}\n", "'a-b' is no name for a label")]
    [InlineData("groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up\n    annotations: {t: '{{ $lables.x }}'}\n", "Did you mean '$labels'?")]
    [InlineData("groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up\n    annotations: {t: '{{ if 1 }}'}\n", "has no {{ end }}")]
    [InlineData("groups: [\n", "This is no YAML")]
    public void A_mistake_in_a_file_is_told_with_the_fix(string text, string message)
    {
        RuleProblem problem = RuleFileReader.Read("r.yaml", text).Problems[0];

        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Line > 0 && problem.Column > 0, problem.ToString());
    }
}
