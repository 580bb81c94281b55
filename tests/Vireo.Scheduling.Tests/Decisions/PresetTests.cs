using Vireo.Fleet;

namespace Vireo.Scheduling.Tests.Decisions;

/// <summary>What the presets of a policy make of the same fleets.</summary>
public class PresetTests
{
    private static readonly Policy Free = new() { SpareFaultDomains = 0, MinimumHostsOn = 1 };

    [Fact]
    public void On_a_quiet_night_only_saving_energy_switches_a_host_off()
    {
        var quiet = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1", 1_000).Machine("b", "h-2", 1_000);

        Assert.Contains(quiet.Plan(PolicyPreset.Apply("save-energy", Free)).Actions, one => one.Action is PowerOffHost);
        Assert.Empty(quiet.Plan(PolicyPreset.Apply("balance", Free)).Actions);
        Assert.Empty(quiet.Plan(PolicyPreset.Apply("performance", Free)).Actions);
    }

    [Fact]
    public void Load_on_one_side_is_levelled_unless_energy_is_saved()
    {
        var uneven = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1", 2_000).Machine("b", "h-1", 2_000)
            .Machine("c", "h-2", 500);

        Assert.Equal("balance", Assert.Single(uneven.Plan(PolicyPreset.Apply("balance", Free)).Actions).Rules[0]);
        Assert.Equal("balance", Assert.Single(uneven.Plan(PolicyPreset.Apply("performance", Free)).Actions).Rules[0]);
        Assert.DoesNotContain(uneven.Plan(PolicyPreset.Apply("save-energy", Free)).Actions, one => one.Rules[0] == "balance");
    }

    [Fact]
    public void A_host_at_nine_tenths_is_too_full_for_performance_alone()
    {
        var full = new SmallFleet().Host("h-1").Host("h-2").Machine("a", "h-1", 4_600).Machine("b", "h-1", 4_400)
            .Machine("c", "h-2", 8_000);

        foreach (string word in PolicyPreset.Words)
        {
            bool isRelieved = full.Plan(PolicyPreset.Apply(word, Free)).Refusals.Any(refusal => refusal.Rule == "relieve");
            Assert.Equal(word == "performance", isRelieved);
        }
    }
}
