namespace Vireo.Fleet.Tests;

public class PolicyPresetTests
{
    [Fact]
    public void No_preset_fills_hosts_beyond_where_they_are_relieved_or_touches_who_may_act() =>
        Assert.All(PolicyPreset.Words, word =>
        {
            var policy = PolicyPreset.Apply(word, new Policy { Name = "mine", SpareFaultDomains = 2 });

            Assert.True(policy.FillUpToRatio <= policy.RelieveAboveRatio);
            Assert.Equal(("mine", OperatingMode.Observe, 2), (policy.Name, policy.DefaultMode, policy.SpareFaultDomains));
        });

    [Fact]
    public void An_unknown_preset_is_refused_with_those_there_are() => Assert.Contains(
        "balance, save-energy, performance",
        Assert.Throws<ArgumentException>(() => PolicyPreset.Apply("cheap", new Policy())).Message,
        StringComparison.Ordinal);
}
