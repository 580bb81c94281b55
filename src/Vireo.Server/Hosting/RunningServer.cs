using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vireo.Control;
using Vireo.Server.Configuration;
using Vireo.Server.Notifying;
using Vireo.Server.Security;
using Vireo.Telemetry.Storage.Sqlite;

namespace Vireo.Server.Hosting;

/// <summary>One server from its data folder to its clusters; owns all of it and closes it in order.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly FileStream _lock;
    private readonly StateStore _state;
    private readonly TokenStore _tokens;
    private readonly WebApplication _app;
    private readonly ImmutableArray<IHostedCluster> _clusters;
    private readonly Action<string> _say;
    private bool _isServing;

    private RunningServer(
        FileStream folderLock, StateStore state, ServerOptions options, ServerConfiguration configuration, Action<string> say)
    {
        _lock = folderLock;
        _state = state;
        _say = say;
        _tokens = TokenStore.Open(options.DataFolder, TimeProvider.System);
        var status = new ConfigurationStatus();
        var builder = ServerApplication.CreateBuilder(options, configuration.Server, state, _tokens, TimeProvider.System);
        FleetDirectory? fleets = null;
        FleetDirectory Fleets() => fleets ?? throw new InvalidOperationException("The clusters are not wired yet.");
        builder.Services.AddSingleton<IFleetView>(_ => Fleets());
        builder.Services.AddSingleton<IServerHealth>(_ => Fleets());
        builder.Services.AddHostedService(services => new ConfigurationWatcher(
            options, configuration, Fleets(), settings =>
                services.GetRequiredService<NotificationDesk>().Settings = settings,
            status, TimeProvider.System, say,
            services.GetRequiredService<ILogger<ConfigurationWatcher>>()));
        _app = builder.Build();
        var logging = _app.Services.GetRequiredService<ILoggerFactory>();
        var otlp = _app.Services.GetRequiredService<OtlpIntake>();
        _clusters =
            [.. configuration.Providers.Select(provider => Open(provider, options, configuration, otlp, state, logging, say))];
        fleets = new FleetDirectory(_clusters, state, status);
        ServerApplication.Map(_app);
        _app.Services.GetRequiredService<NotificationDesk>().Settings = configuration.Notifications;
    }

    /// <summary>Opens the data folder and wires everything; nothing runs yet.</summary>
    /// <exception cref="IOException">The folder cannot be used, or another process uses it.</exception>
    /// <exception cref="InvalidDataException">A file in it is damaged.</exception>
    /// <exception cref="Simulation.TraceFormatException">Traces cannot be read.</exception>
    public static RunningServer Open(ServerOptions options, ServerConfiguration configuration, Action<string> say)
    {
        CreateFolder(options.DataFolder);
        options = options with { DataFolder = Path.GetFullPath(options.DataFolder) };
        var folderLock = LockFolder(options.DataFolder);
        StateStore? state = null;
        try
        {
            state = StateStore.Open(OwnersFile(options.DataFolder, "state.db"), configuration.Server.Retention);

            return new RunningServer(folderLock, state, options, configuration, say);
        }
        catch
        {
            state?.Dispose();
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>Serves until cancelled or asked to end by a signal.</summary>
    /// <exception cref="IOException">The address is in use or cannot be bound.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ListenAsync(cancellationToken);
        _isServing = true;
        Introduce();
        foreach (var cluster in _clusters)
        {
            _say(cluster.Introduction);
            cluster.Start();
        }

        await _app.WaitForShutdownAsync(cancellationToken);
        _say("Stopping …");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in _clusters)
        {
            await cluster.DisposeAsync();
        }

        await _app.DisposeAsync();
        _state.Dispose();
        await _lock.DisposeAsync();
        if (_isServing)
        {
            _say("Stopped.");
        }
    }

    private static IHostedCluster Open(
        ProviderSettings provider, ServerOptions options, ServerConfiguration configuration, OtlpIntake otlp,
        StateStore state, ILoggerFactory logging, Action<string> say)
    {
        // A simulated round is lost with the machine at worst, and comes again.
        bool isSimulated = provider.Type == ProviderType.Simulation;
        var telemetry = SqliteTelemetryStore.Open(
            OwnersFile(options.DataFolder, $"telemetry-{provider.Name}.db"),
            SqliteStoreOptions.Default with { SurvivesPowerLoss = !isSimulated }, TimeProvider.System);
        if (telemetry.OpeningNotice.Length > 0)
        {
            say(telemetry.OpeningNotice);
        }

        foreach (var source in isSimulated ? configuration.LogSourcesOf(provider.Name) : [])
        {
            say($"Log source '{source.Name}' is not read: '{provider.Name}' is a simulated fleet, which writes its own logs in its own time.");
        }

        return isSimulated
            ? OpenSimulated(provider, configuration, telemetry, state, logging, say)
            : HypervisorCluster.Open(
                provider, configuration, LogFeeds.Open(configuration, provider.Name, options.DataFolder, otlp, say), telemetry,
                state, logging, say);
    }

    private static SimulatedCluster OpenSimulated(
        ProviderSettings provider, ServerConfiguration configuration, SqliteTelemetryStore telemetry, StateStore state,
        ILoggerFactory logging, Action<string> say)
    {
        var scenario = SimulatedScenario.Create(provider, configuration.PolicyOf(provider), state);

        var warmUp = SimulatedScenario.WarmUpLeft(provider, scenario, state);
        string start = warmUp > TimeSpan.Zero
            ? $"{DurationText.Format(warmUp)} pass flat out first."
            : $"It goes on at {scenario.Start:yyyy-MM-dd HH:mm} of its own time.";
        string introduction =
            $"Cluster {provider.Name}: {scenario.Hosts.Length} simulated hosts and {scenario.Machines.Length} virtual machines, " +
            $"policy '{configuration.PolicyOf(provider).Name}' in {configuration.PolicyOf(provider).DefaultMode.ToString().ToLowerInvariant()}. {start}";

        return new SimulatedCluster(provider, scenario, configuration, telemetry, state, logging, say)
        {
            Introduction = introduction,
            WarmUp = warmUp,
        };
    }

    private static void CreateFolder(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows() || Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                // State, telemetry and keys are nobody else's.
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The data folder '{folder}' cannot be made ({failure.Message}). Choose another with --data.", failure);
        }
    }

    // SQLite gives its journals the mode of the database; an empty file is a new database to it.
    private static string OwnersFile(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        if (!OperatingSystem.IsWindows() && !File.Exists(path))
        {
            using var empty = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }

        return path;
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (IOException failure)
        {
            throw new IOException($"{failure.Message} Stop what listens there, or choose another address with --url.", failure);
        }
    }

    private static FileStream LockFolder(string folder)
    {
        string file = Path.Combine(folder, "lock");
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure)
        {
            throw new IOException(
                $"The data folder '{folder}' is in use by another server ({failure.Message}). Stop it, or choose another with --data.",
                failure);
        }
    }

    private void Introduce()
    {
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (string address in addresses)
        {
            _say($"Dashboard on {address}, API reference on {address}/docs.");
        }

        // The token itself is not said: terminals are logged.
        _say(_tokens.FirstToken is null
            ? $"The token for changing the fleet is in {_tokens.AdminFile}."
            : $"A token for changing the fleet was made and is kept in {_tokens.AdminFile}.");
    }
}
