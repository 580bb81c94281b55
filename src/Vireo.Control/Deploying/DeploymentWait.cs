namespace Vireo.Control;

/// <summary>Whom or what the next step of a deployment waits for.</summary>
/// <param name="AsksIn">The plan in which a person is asked; null when none is.</param>
/// <param name="Words">For people; empty when it waits for nobody.</param>
internal readonly record struct DeploymentWait(long? AsksIn, string Words)
{
    /// <summary>It goes on by itself.</summary>
    public static DeploymentWait Nobody { get; } = new(null, "");

    /// <summary>A person has to approve a plan.</summary>
    public static DeploymentWait Asks(long plan) =>
        new(plan, $"It waits for approval of plan {plan}: 'vireo plans approve {plan}', or 'vireo plans show {plan}' first.");

    /// <summary>Something else stands in its way.</summary>
    public static DeploymentWait For(string why) => new(null, why);
}
