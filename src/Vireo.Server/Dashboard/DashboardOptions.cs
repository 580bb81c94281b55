namespace Vireo.Server.Dashboard;

/// <summary>How the dashboard behaves.</summary>
public sealed class DashboardOptions
{
    /// <summary>The shortest silence of the control loop that the pages call stale. Silences up to four times the
    /// longest usual one are normal whatever this says, so slow loops raise no false alarm.</summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The shortest time between two updates of one page. Twice a second looks live and costs
    /// little.</summary>
    public TimeSpan UpdateEvery { get; set; } = TimeSpan.FromMilliseconds(500);
}
