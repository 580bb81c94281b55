using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary>The part of a policy about money.</summary>
internal static class PricesForm
{
    private static readonly NumberForm Money = new(0, 1_000_000);

    /// <summary>What of a policy says something else than its prices; null when nothing does.</summary>
    public static string? WhyNot(Policy policy)
    {
        if (policy.Prices?.ApplyTo(policy) is not { } priced)
        {
            return null;
        }

        return Differ(
            "perContentionMinute", "unservedWattHoursPerGhzHour", priced.UnservedWattHoursPerGhzHour,
            policy.UnservedWattHoursPerGhzHour) ??
            Differ("perMigration", "migrationWattHours", priced.MigrationWattHours, policy.MigrationWattHours) ??
            Differ("perBrokenWish", "wishWattHoursPerHour", priced.WishWattHoursPerHour, policy.WishWattHoursPerHour);
    }

    private static string? Differ(string price, string key, double wanted, double found) =>
        Math.Abs(wanted - found) <= 1e-9 * Math.Max(Math.Abs(wanted), Math.Abs(found))
            ? null
            : FormattableString.Invariant($"{price} stands for {key}: {wanted:0.###}, and {found:0.###} is set. Keep one of the two.");

    public static MappingForm<Prices> Form { get; } = new MappingForm<Prices>("prices", new Prices("", 0))
        .Required("currency", "What prices are in, for people.", Values.Name,
            prices => prices.Currency, (prices, value) => prices with { Currency = value })
        .Required("perKwh", "A kilowatt-hour.", new NumberForm(0.000_001, 1_000_000),
            prices => prices.PerKwh, (prices, value) => prices with { PerKwh = value })
        .Optional<double>("perContentionMinute", "A minute in which one GHz that is asked for is not served.", Money,
            prices => prices.PerContentionMinute, (prices, value) => prices with { PerContentionMinute = value })
        .Optional<double>("perMigration", "Moving one machine once, whatever its size.", Money,
            prices => prices.PerMigration, (prices, value) => prices with { PerMigration = value })
        .Optional<double>("perBrokenWish", "A wish of weight 1 that is broken once, for an hour.", Money,
            prices => prices.PerBrokenWish, (prices, value) => prices with { PerBrokenWish = value });
}
