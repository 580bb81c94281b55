namespace Vireo.Control;

/// <summary>Whom or what the next step of a deployment waits for.</summary>
/// <param name="AsksIn">The plan in which a person is asked; null when none is.</param>
/// <param name="Words">For people; empty when it waits for nobody.</param>
/// <param name="Past">For people, once its time is over; empty when it waited for nobody.</param>
internal readonly record struct DeploymentWait(long? AsksIn, string Words, string Past)
{
    /// <summary>It goes on by itself.</summary>
    public static DeploymentWait Nobody { get; } = new(null, "", "");

    /// <summary>Nothing starts in a cluster that is paused.</summary>
    public static DeploymentWait Paused { get; } = new(
        null, "It waits for 'vireo resume': Vireo is paused and starts nothing new.",
        "It waited last for 'vireo resume': Vireo was paused.");

    /// <summary>A person has to approve a plan.</summary>
    public static DeploymentWait Asks(long plan) => new(
        plan, $"It waits for approval of plan {plan}: 'vireo plans approve {plan}', or 'vireo plans show {plan}' first.",
        $"It waited last for approval of plan {plan}, which nobody gave.");

    /// <summary>The mode only shows what would be done.</summary>
    public static DeploymentWait Recommended(long plan) => new(
        null, $"Plan {plan} only recommends it: the mode lets Vireo carry nothing out here. 'vireo policy' shows it.",
        $"Plan {plan} only recommended it: the mode let Vireo carry nothing out here. 'vireo policy' shows it.");

    /// <summary>A person said no, and is not asked again for a while.</summary>
    public static DeploymentWait Rejected(string reason) => new(
        null, $"It goes on only if somebody changes their mind: {reason} 'vireo deploy cancel' undoes it.", reason);

    /// <summary>A guard rail stands in its way.</summary>
    public static DeploymentWait Refused(string rule, string reason) => new(
        null, $"A guard rail ({rule}) refuses it for now: {reason}", $"A guard rail ({rule}) refused it last: {reason}");
}
