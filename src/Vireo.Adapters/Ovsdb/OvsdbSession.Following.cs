using System.Text.Json;

namespace Vireo.Adapters.Ovsdb;

/// <content>How what is told becomes snapshots.</content>
internal sealed partial class OvsdbSession
{
    private const string MonitorName = "vireo";
    private const string NoTransaction = "00000000-0000-0000-0000-000000000000";

    private string _lastTransaction = NoTransaction;
    private string _schemaVersion = "";

    private async Task FollowTablesAsync(Link link)
    {
        if (_settings.Tables.IsEmpty)
        {
            Publish(Current with { Version = Current.Version + 1 });
            return;
        }

        if (link.Schema.Version != _schemaVersion)
        {
            (_lastTransaction, _schemaVersion) = (NoTransaction, link.Schema.Version);
        }

        try
        {
            await link.Connection.CallAsync("monitor_cond_since", WriteSince, json => TakeSince(link, json), _stop.Token);
            return;
        }
        catch (OvsdbFault unknown) when (unknown.Error == "unknown method")
        {
            _lastTransaction = NoTransaction;
        }

        try
        {
            await link.Connection.CallAsync(
                "monitor_cond", writer => WriteTables(writer, isConditional: true),
                json => TakeAll(link.Tables.ApplySecond(OvsdbSnapshot.Nothing, json)), _stop.Token);
            return;
        }
        catch (OvsdbFault unknown) when (unknown.Error == "unknown method" && !_settings.Tables.Any(table => table.Where.Length > 0))
        {
            // The first form of the protocol knows no conditions; everything is followed.
        }

        await link.Connection.CallAsync(
            "monitor", writer => WriteTables(writer, isConditional: false),
            json => TakeAll(link.Tables.ApplyFirst(OvsdbSnapshot.Nothing, json)), _stop.Token);
    }

    private bool TakeSince(Link link, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() != 3 ||
            json[0].ValueKind is not (JsonValueKind.True or JsonValueKind.False) || json[1].ValueKind != JsonValueKind.String)
        {
            throw new OvsdbMalformed($"Expected whether, since when and what, found {OvsdbJson.Found(json)}.");
        }

        if (json[0].GetBoolean())
        {
            bool isSame = json[2].ValueKind == JsonValueKind.Object && !json[2].EnumerateObject().Any();
            if (!isSame)
            {
                Publish(link.Tables.ApplySecond(Current, json[2]));
            }
        }
        else
        {
            TakeAll(link.Tables.ApplySecond(OvsdbSnapshot.Nothing, json[2]));
        }

        _lastTransaction = json[1].GetString()!;

        return true;
    }

    private bool TakeAll(OvsdbSnapshot all)
    {
        FullReads++;
        var before = Current;
        if (before.Version == 0 || before.ChangesUntil(all).Length > 0)
        {
            Publish(all with { Version = before.Version + 1 });
        }

        return true;
    }

    private void Take(Link link, string method, JsonElement parameters)
    {
        int count = parameters.ValueKind == JsonValueKind.Array ? parameters.GetArrayLength() : 0;
        switch (method)
        {
            case "update" when count == 2 && IsName(parameters[0], ServerDatabase):
                TakeLeadership(link, parameters[1]);
                break;
            case "update" when count == 2 && IsName(parameters[0], MonitorName):
                Publish(link.Tables.ApplyFirst(Current, parameters[1]));
                break;
            case "update2" when count == 2 && IsName(parameters[0], MonitorName):
                Publish(link.Tables.ApplySecond(Current, parameters[1]));
                break;
            case "update3" when count == 3 && IsName(parameters[0], MonitorName) && parameters[1].ValueKind == JsonValueKind.String:
                Publish(link.Tables.ApplySecond(Current, parameters[2]));
                _lastTransaction = parameters[1].GetString()!;
                break;
            case "locked" or "stolen" when count == 1 && IsName(parameters[0], _settings.Lock ?? ""):
                link.HoldsLock = method == "locked";
                Signal();
                break;
            case "update" or "update2" or "update3":
                throw new OvsdbMalformed($"Expected '{method}' of '{MonitorName}', found {OvsdbJson.Found(parameters)}.");
        }
    }

    private void WriteSince(Utf8JsonWriter writer)
    {
        WriteTables(writer, isConditional: true);
        writer.WriteStringValue(_lastTransaction);
    }

    private void WriteTables(Utf8JsonWriter writer, bool isConditional)
    {
        writer.WriteStringValue(_settings.Database);
        writer.WriteStringValue(MonitorName);
        writer.WriteStartObject();
        foreach (var table in _settings.Tables)
        {
            writer.WriteStartArray(table.Name);
            writer.WriteStartObject();
            if (!table.Columns.IsEmpty)
            {
                writer.WriteStartArray("columns");
                foreach (string column in table.Columns)
                {
                    writer.WriteStringValue(column);
                }

                writer.WriteEndArray();
            }

            if (isConditional && !table.Where.IsEmpty)
            {
                OvsdbCondition.Write(writer, "where", table.Where);
            }

            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static bool IsName(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.String && json.ValueEquals(name);
}
