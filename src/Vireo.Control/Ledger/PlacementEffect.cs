namespace Vireo.Control;

/// <summary>What one demand costs on the hosts that a plan touches, placed as before the plan and as after
/// it.</summary>
/// <param name="EnergyWattHoursBefore">Drawn over the horizon had nothing been done.</param>
/// <param name="EnergyWattHoursAfter">Drawn as the plan left it.</param>
/// <param name="ContentionMinutesBefore">Host minutes in which more CPU is asked for than there is, had nothing been
/// done.</param>
/// <param name="ContentionMinutesAfter">The same as the plan left it.</param>
/// <param name="UnservedWattHoursBefore">CPU that is not served, at the policy's price, had nothing been done.</param>
/// <param name="UnservedWattHoursAfter">The same as the plan left it.</param>
public sealed record PlacementEffect(
    double EnergyWattHoursBefore,
    double EnergyWattHoursAfter,
    double ContentionMinutesBefore,
    double ContentionMinutesAfter,
    double UnservedWattHoursBefore,
    double UnservedWattHoursAfter)
{
    /// <summary>What the plan gains, migrations not counted: the measure in which it made its promise.</summary>
    public double BenefitWattHours =>
        EnergyWattHoursBefore + UnservedWattHoursBefore - EnergyWattHoursAfter - UnservedWattHoursAfter;
}
