using Vireo.Detection;
using Vireo.Detection.Rules.Files;
using Vireo.Server.Configuration;

namespace Vireo.Server.Tests.Configuration;

public sealed class AlertRulesDocumentTests
{
    private const string Head = "apiVersion: vireo/v1\nkind: AlertRules\nname: mine\n";

    [Fact]
    public void Groups_in_the_form_of_Prometheus_are_read_beside_those_that_come_with_the_product()
    {
        var files = Loading.Valid(Head + """
            groups:
              - name: own
                interval: 10m
                rules:
                  - alert: Busy
                    expr: >
                      vireo_vm_cpu_ready_ratio
                      > 0.2
                    for: 5m
                    labels: {severity: warning}
            """).RuleFiles;

        Assert.Equal(["fleet-alerts.yaml", "mine"], files.Select(file => file.Name));
        var rule = Assert.IsType<AlertRule>(Assert.Single(files[1].Groups).Rules.Single());
        Assert.Equal(("Busy", TimeSpan.FromMinutes(5)), (rule.Name, rule.For));
    }

    [Fact]
    public void Nothing_configured_still_has_the_rules_of_the_product_and_a_set_can_leave_them_out()
    {
        Assert.NotEmpty(ServerConfiguration.Empty.RuleFiles);
        Assert.Empty(Loading.Valid(Head + "includeDefaults: false\n").RuleFiles);
    }

    [Theory]
    [InlineData("groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: sum(\n", 8, 15, "")]
    [InlineData("groups:\n  - name: g\n    rules:\n      - alert: A\n        expr: up\n        fro: 5m\n", 9, 9, "'for'")]
    [InlineData("groups: 5\n", 4, 9, "Expected a list of rule groups")]
    [InlineData("groups:\n  - name: g\n    rules: [{ alert: host-cpu-high, expr: up }]\n", 5, 3, "built-in watch")]
    public void A_mistake_in_a_group_is_told_where_it_was_written(string groups, int line, int column, string message)
    {
        var problem = Loading.OnlyProblem(Head + groups);

        Assert.Equal((line, column), (problem.Line, problem.Column));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule_files_are_found_beside_the_configuration_and_their_mistakes_have_their_own_place()
    {
        using var folder = new TemporaryFolder();
        string configuration = Path.Combine(folder.Path, "vireo.yaml");
        string rules = Path.Combine(folder.Path, "own.yaml");
        File.WriteAllText(configuration, Head + "files: [own.yaml]\n");
        File.WriteAllText(rules, "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up >\n");

        var problem = Assert.Single(ConfigurationLoader.Load([configuration]).Problems);
        Assert.Equal((rules, 5), (problem.File, problem.Line));

        File.WriteAllText(rules, "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up > 1\n");
        var read = ConfigurationLoader.Load([configuration]).Configuration;
        Assert.Equal(["fleet-alerts.yaml", "own.yaml"], read!.RuleFiles.Select(file => file.Name));
    }

    [Fact]
    public void Rules_about_populations_missing_data_and_filling_are_read()
    {
        var rules = Loading.Valid(Loading.Head + "kind: AlertRules\nname: n\nincludeDefaults: false\nrules:\n" +
            "- { name: a, entity: host, metric: cpu.usage, above: 0.9, ofCapacity: true, per: rack, share: 0.3, " +
            "noData: alert }\n" +
            "- { name: b, entity: vm, metric: mem.usage, above: 1, ofCapacity: true, fullWithin: 6h }\n").Rules;

        Assert.Equal((PopulationScope.Rack, 0.3, NoDataPolicy.Alert),
            (rules[0].Population, rules[0].Share, rules[0].NoData));
        Assert.Equal(TimeSpan.FromHours(6), rules[1].FullWithin);
    }

    [Theory]
    [InlineData("entity: host, per: rack", "belong together")]
    [InlineData("entity: host, per: pool, share: 0.3", "not hosts")]
    [InlineData("entity: vm, share: 0.3", "belong together")]
    [InlineData("entity: vm, per: rack, share: 30", "from 0.001 to 1")]
    [InlineData("entity: vm, fullWithin: 6h, noData: alert", "one entity's trend")]
    public void A_native_rule_that_contradicts_itself_is_refused(string keys, string expected)
    {
        var problem = Loading.OnlyProblem(
            Loading.Head + "kind: AlertRules\nname: n\nrules:\n" +
            $"- {{ name: a, metric: cpu.usage, above: 0.9, {keys} }}\n");

        Assert.Contains(expected, problem.ToString(), StringComparison.Ordinal);
    }
}
