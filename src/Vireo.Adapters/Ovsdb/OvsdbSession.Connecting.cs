using System.Text.Json;

namespace Vireo.Adapters.Ovsdb;

/// <content>How connections are made, in turn and with pauses.</content>
internal sealed partial class OvsdbSession
{
    private const string ServerDatabase = "_Server";

    private async Task RunAsync()
    {
        int failures = 0;
        for (int turn = 0; !_stop.IsCancellationRequested; turn++)
        {
            var endpoint = _settings.Endpoints[turn % _settings.Endpoints.Length];
            OvsdbException? why = null;
            try
            {
                await using var link = await EstablishAsync(endpoint);
                failures = 0;
                await Task.WhenAny(link.Connection.Ended, link.Unusable).WaitAsync(_stop.Token);
                why = link.Connection.Why;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // The end.
            }
            catch (OvsdbException failure)
            {
                why = failure;
            }

            Disconnected(why ?? new OvsdbLost($"'{endpoint}' is not the leader of its cluster."));

            // A cluster's next server is asked at once; a pause comes after all were asked.
            if (++failures % _settings.Endpoints.Length == 0)
            {
                await PauseAsync(failures / _settings.Endpoints.Length);
            }
        }

        Disconnected(new OvsdbLost("The session is being closed."));
    }

    private async Task<Link> EstablishAsync(OvsdbEndpoint endpoint)
    {
        var link = new Link(endpoint);
        link.Connection = await OvsdbConnection.OpenAsync(
            endpoint, _settings.Tls, _settings.Limits, _time,
            (method, parameters) => Take(link, method, parameters), _stop.Token);
        try
        {
            await RequireLeaderAsync(link);
            link.Schema = await link.Connection.CallAsync(
                "get_schema", writer => writer.WriteStringValue(_settings.Database), OvsdbSchema.Read, _stop.Token);
            link.Tables = new TableReader(link.Schema, _settings.Tables);
            await FollowTablesAsync(link);
            if (_settings.Lock is not null)
            {
                await AskForLockAsync(link, "lock", _stop.Token);
            }

            Connected(link);

            return link;
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    private void Connected(Link link)
    {
        lock (_gate)
        {
            Connections++;
            Volatile.Write(ref _live, link);
            _attempt.TrySetResult(_current);
            _attempt = NewAttempt();
            Signal();
        }
    }

    private void Disconnected(OvsdbException why)
    {
        if (why is OvsdbMalformed)
        {
            // What does not fit means that something was missed: the next connection asks for everything.
            _lastTransaction = NoTransaction;
        }

        lock (_gate)
        {
            bool wasLive = _live is not null;
            Volatile.Write(ref _live, null);
            if (!wasLive)
            {
                _attempt.TrySetException(why);

                // Whoever asked has it; nobody may have.
                _ = _attempt.Task.Exception;
                _attempt = NewAttempt();
            }

            Signal();
        }
    }

    private async Task AskForLockAsync(Link link, string method, CancellationToken cancellationToken)
    {
        string name = _settings.Lock ?? throw new InvalidOperationException("The settings name no lock.");
        await link.Connection.CallAsync(
            method, writer => writer.WriteStringValue(name),
            json =>
            {
                // "steal" answers nothing but success.
                bool isHeld = method == "steal" || (json.ValueKind == JsonValueKind.Object &&
                    json.TryGetProperty("locked", out var locked) && locked.ValueKind == JsonValueKind.True);
                link.HoldsLock |= isHeld;
                Signal();

                return isHeld;
            },
            cancellationToken);
    }

    // Servers of before 2018 have no database about themselves and are alone.
    private async Task RequireLeaderAsync(Link link)
    {
        if (!_settings.IsLeaderOnly)
        {
            return;
        }

        try
        {
            await link.Connection.CallAsync(
                "monitor",
                writer =>
                {
                    writer.WriteStringValue(ServerDatabase);
                    writer.WriteStringValue(ServerDatabase);
                    writer.WriteRawValue("""{"Database":{"columns":["name","model","connected","leader"]}}""");
                },
                json => TakeLeadership(link, json), _stop.Token);
        }
        catch (OvsdbFault)
        {
            return;
        }

        if (link.Unusable.IsCompleted)
        {
            throw new OvsdbLost($"'{link.Endpoint}' is not the leader of its cluster, or is not connected to it.");
        }
    }

    private bool TakeLeadership(Link link, JsonElement updates)
    {
        if (updates.ValueKind != JsonValueKind.Object || !updates.TryGetProperty("Database", out var rows))
        {
            return true;
        }

        foreach (var row in rows.EnumerateObject())
        {
            if (row.Value.TryGetProperty("new", out var database) && IsText(database, "name", _settings.Database) &&
                IsText(database, "model", "clustered") && (IsFalse(database, "connected") || IsFalse(database, "leader")))
            {
                link.NoLongerUsable();
            }
        }

        return true;
    }

    private async Task PauseAsync(int failures)
    {
        var pause = _settings.FirstPause * Math.Pow(2, Math.Min(failures - 1, 10)) * (0.75 + (_jitter.NextDouble() / 2));
        try
        {
            await Task.Delay(pause < _settings.LongestPause ? pause : _settings.LongestPause, _time, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // Seen by the loop.
        }
    }

    private static bool IsText(JsonElement json, string name, string text) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(text);

    private static bool IsFalse(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.False;
}
