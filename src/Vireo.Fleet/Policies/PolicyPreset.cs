using System.Collections.Immutable;

namespace Vireo.Fleet;

/// <summary>What an operator mostly wants, as a set of values for the keys of a policy; every key can still be set by
/// itself.</summary>
public static class PolicyPreset
{
    private const double CloseTogether = 0.15;

    /// <summary>The words, as in <c>preset:</c> and on the command line.</summary>
    public static ImmutableArray<string> Words { get; } = ["balance", "save-energy", "performance"];

    /// <summary>Lays a preset over a policy.</summary>
    /// <param name="word">One of <see cref="Words"/>.</param>
    /// <param name="policy">Keeps what the preset says nothing about.</param>
    /// <exception cref="ArgumentException">There is no preset of that name.</exception>
    public static Policy Apply(string word, Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);

        return word switch
        {
            "balance" => Balance(policy),
            "save-energy" => SaveEnergy(policy),
            "performance" => Performance(policy),
            _ => throw new ArgumentException(
                $"There is no preset '{word}'. Choose one of: {string.Join(", ", Words)}.", nameof(word)),
        };
    }

    // All hosts stay on and carry alike: nobody is woken, and a lost host takes little with it.
    private static Policy Balance(Policy policy) =>
        policy with { Balance = true, BalanceTolerance = CloseTogether, Consolidate = false };

    // Fuller hosts, and more of a forecast breach before anything moves. Measured on PlanetLab's 3 March: 120.7 kWh
    // rather than 127.1
    // for three times the contention. Where memory decides (Bitbrains) it saves nothing.
    private static Policy SaveEnergy(Policy policy) => policy with
    {
        Balance = false,
        Consolidate = true,
        ManageHostPower = true,
        FillUpToRatio = 0.95,
        RelieveAboveRatio = 1.1,
    };

    // Room for what hardly ever comes, on hosts that are levelled and never switched off.
    private static Policy Performance(Policy policy) => Balance(policy) with
    {
        DemandQuantile = 0.99,
        FillUpToRatio = 0.7,
        RelieveAboveRatio = 0.85,
        UnservedWattHoursPerGhzHour = 2_000,
    };
}
