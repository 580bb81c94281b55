using Vireo.Detection;
using Vireo.Detection.Rules.Defaults;
using Vireo.Server.Configuration;

namespace Vireo.Server.Tests.Configuration;

/// <summary>The rules that come along, as a document of their own.</summary>
public class DefaultRulesTextTests
{
    [Fact]
    public void What_is_printed_and_read_again_is_what_is_in_force()
    {
        var read = Loading.Valid(DefaultRulesText.Write());

        Assert.Equal(DefaultRules.All, read.Rules);
        Assert.Equal(
            ShippedRules.Read().Groups.SelectMany(group => group.Rules).Select(rule => rule.Name),
            Assert.Single(read.RuleFiles).Groups.SelectMany(group => group.Rules).Select(rule => rule.Name));
    }

    [Fact]
    public void What_may_not_happen_at_all_is_over_when_there_is_none()
    {
        var rule = Assert.Single(Loading.Valid(
            Loading.Head + "kind: AlertRules\nname: n\nincludeDefaults: false\n" +
            "rules: [{ name: kills, entity: vm, metric: mem.oom, above: 0, for: 0s }]").Rules);

        Assert.InRange(rule.ClearBelow, double.Epsilon, 1e-6);
    }
}
