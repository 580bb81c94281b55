using System.Globalization;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>What things cost in money. The weights of a policy are watt-hours, so each price stands for the energy that costs
/// as much.</summary>
/// <param name="Currency">For people, such as <c>EUR</c>.</param>
/// <param name="PerKwh">A kilowatt-hour, greater than 0.</param>
public sealed record Prices(string Currency, double PerKwh)
{
    private const double WattHoursPerKwh = 1_000;
    private const double MinutesPerHour = 60;

    /// <summary>A minute in which one GHz of CPU is asked for and not served; null keeps the policy's weight.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PerContentionMinute { get; init; }

    /// <summary>Moving one machine once, whatever its size; null keeps the policy's weight.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PerMigration { get; init; }

    /// <summary>A wish of weight 1 that is broken once, for an hour; null keeps the policy's weight.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PerBrokenWish { get; init; }

    /// <summary>A policy whose weights cost what these prices say.</summary>
    public Policy ApplyTo(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);

        return policy with
        {
            Prices = this,
            UnservedWattHoursPerGhzHour = PerContentionMinute is { } contention
                ? WattHours(contention * MinutesPerHour)
                : policy.UnservedWattHoursPerGhzHour,
            MigrationWattHours = PerMigration is { } migration ? WattHours(migration) : policy.MigrationWattHours,
            WishWattHoursPerHour = PerBrokenWish is { } wish ? WattHours(wish) : policy.WishWattHoursPerHour,
        };
    }

    /// <summary>What an amount of energy costs.</summary>
    public double Of(double wattHours) => wattHours / WattHoursPerKwh * PerKwh;

    /// <summary>What an amount of energy costs, for people: <c>0.034 EUR</c>.</summary>
    public string Text(double wattHours) => string.Create(CultureInfo.InvariantCulture, $"{Of(wattHours):0.###} {Currency}");

    private double WattHours(double money) => money / PerKwh * WattHoursPerKwh;
}
