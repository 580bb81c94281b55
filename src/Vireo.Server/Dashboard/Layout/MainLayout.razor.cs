using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vireo.Control;
using Vireo.Fleet;
using Vireo.Server.Dashboard.Live;
using Vireo.Server.Security;

namespace Vireo.Server.Dashboard.Layout;

/// <summary>The frame of every page. It owns the one loop that follows the fleet for this browser and hands each new
/// picture down; pages just draw what they are given.</summary>
public sealed partial class MainLayout
{
    // How often the age of the data is judged when nothing arrives.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private ClusterId _cluster;
    private FleetPicture? _picture;
    private Task _following = Task.CompletedTask;
    private long _seen = -1;
    private bool _isLive;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private IOptions<DashboardOptions> Options { get; set; } = null!;

    private Viewer Viewer { get; set; } = Viewer.Anonymous;

    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    private ClaimsPrincipal User { get; set; } = new();

    private IClusterOperations? Operations { get; set; }

    /// <summary>Ends the loop and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _stop.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _cluster = Fleets.Clusters[0];
        _picture = Pictures.Make(_cluster, Feeds.Of(_cluster).Latest);
        Operations = Guarded();
        if (RendererInfo.IsInteractive)
        {
            _following = FollowAsync(_stop.Token);
        }

        User = (await Authentication.GetAuthenticationStateAsync()).User;
        Viewer = Viewer.From(User);
        Operations = Guarded();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        // Links and keys are answered from the second render on; until then a click would load the page anew.
        if (firstRender)
        {
            _isLive = true;
            StateHasChanged();
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await ShowNextAsync(cancellationToken);
                await Task.Delay(Options.Value.UpdateEvery, Time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The page is gone.
        }
        catch (Exception failure)
        {
            await DispatchExceptionAsync(failure);
        }
    }

    private async Task ShowNextAsync(CancellationToken cancellationToken)
    {
        var arrival = await Feeds.Of(_cluster).NextAsync(_seen, Patience, cancellationToken);
        if (arrival.Number != _seen)
        {
            _seen = arrival.Number;
            _picture = Pictures.Make(_cluster, arrival);
            StateHasChanged();
        }
        else if (_picture is not null && Pictures.Judge(arrival) is var freshness && freshness != _picture.Freshness)
        {
            _picture = _picture.With(freshness);
            StateHasChanged();
        }
    }

    private GuardedOperations Guarded() =>
        new(Fleets.Operations(_cluster), Services.GetRequiredService<TokenStore>(), User);

    private void ChooseCluster(ChangeEventArgs change)
    {
        _cluster = new ClusterId((string?)change.Value ?? Fleets.Clusters[0].Value);
        _seen = -1;
        Operations = Guarded();
        _picture = Pictures.Make(_cluster, Feeds.Of(_cluster).Latest);
    }
}
