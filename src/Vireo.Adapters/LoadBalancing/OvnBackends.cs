using System.Collections.Immutable;
using System.Globalization;
using Vireo.Adapters.Ovsdb;
using Vireo.Fleet;

namespace Vireo.Adapters.LoadBalancing;

/// <summary>A load balancer in OVN's northbound database. A replica's address is that of its port in the network.</summary>
/// <remarks>OVN keeps what was begun where it was begun: draining is leaving its list, and connections that are open go on
/// until the replica stops. How many they are it does not say.</remarks>
internal sealed class OvnBackends : IBackendEngine
{
    private const string Table = "Load_Balancer";
    private const string Ports = "Logical_Switch_Port";
    private const string Mark = "vireo-backend/";

    private readonly BackendPoolSettings _settings;
    private readonly OvsdbSession _session;

    public OvnBackends(BackendPoolSettings settings, TimeProvider time, Random jitter)
    {
        _settings = settings;
        _session = new OvsdbSession(
            new OvsdbSettings
            {
                Endpoints = [.. OvsdbEndpoint.ParseAll(settings.Endpoints)],
                Database = "OVN_Northbound",
                Tables =
                [
                    new OvsdbTable(Table, "name", "vips", "external_ids"),
                    new OvsdbTable(Ports, "name", "addresses", "dynamic_addresses"),
                ],
            },
            time, jitter);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<Backend>> ListAsync(CancellationToken cancellationToken) => TranslatedAsync(async token =>
    {
        var there = await ReadAsync(token);

        return there.Served.Select(there.MachineAt).OfType<VirtualMachineId>().Distinct()
            .Select(machine => new Backend(machine, BackendState.Serving, Connections: null)).ToImmutableArray();
    }, cancellationToken);

    /// <inheritdoc/>
    public Task ServeAsync(BackendMember member, CancellationToken cancellationToken) => TranslatedAsync(async token =>
    {
        var there = await ReadAsync(token);
        string name = $"{_settings.Network}.{member.Name}";
        string address = there.AddressOf(name) ?? throw new ProviderException(
            $"OVN has no port '{name}' with an address: attach '{member.Name}' to network '{_settings.Network}' first, such as with " +
            "'vireo network apply'.",
            isTransient: false);
        var changed = there.Vips.ToImmutableSortedDictionary(
            vip => vip.Key, vip => vip.Value.Union([$"{address}:{there.PortFor(vip.Key, _settings.Port)}"]));
        var marks = changed.Values.SelectMany(all => all).Distinct()
            .Where(one => one.StartsWith($"{address}:", StringComparison.Ordinal))
            .Select(one => KeyValuePair.Create(Mark + one, member.Machine.Value));
        await WriteAsync(
            there, changed, OvsdbMutation.Insert("external_ids", OvsdbValue.Map(marks)), $"{member.Machine} joins", token);

        return true;
    }, cancellationToken);

    /// <inheritdoc/>
    public Task DrainAsync(VirtualMachineId machine, CancellationToken cancellationToken) => RemoveAsync(machine, cancellationToken);

    /// <inheritdoc/>
    public Task RemoveAsync(VirtualMachineId machine, CancellationToken cancellationToken) => TranslatedAsync(async token =>
    {
        var there = await ReadAsync(token);
        var its = there.Served.Where(one => there.MachineAt(one) == machine).ToHashSet(StringComparer.Ordinal);
        if (its.Count > 0)
        {
            await WriteAsync(
                there, there.Vips.ToImmutableSortedDictionary(vip => vip.Key, vip => vip.Value.Except(its)),
                OvsdbMutation.Delete("external_ids", OvsdbValue.Set(its.Select(one => (OvsdbAtom)(Mark + one)))),
                $"{machine} leaves", token);
        }

        return true;
    }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private async Task<Standing> ReadAsync(CancellationToken cancellationToken)
    {
        var snapshot = await _session.ReadAsync(cancellationToken);
        var rows = snapshot.Table(Table).Values.Where(row => row.Text("name") == _settings.LoadBalancer).Take(2).ToList();

        return rows.Count == 1
            ? new Standing(snapshot, rows[0], _settings.Network)
            : throw new ProviderException(
                rows.Count == 0
                    ? $"OVN has no load balancer '{_settings.LoadBalancer}': declare it and run 'vireo network apply'."
                    : $"OVN has several load balancers called '{_settings.LoadBalancer}'; one can be meant only.",
                isTransient: false);
    }

    // Only if nobody has changed it meanwhile: what others wrote stays.
    private async Task WriteAsync(
        Standing there, ImmutableSortedDictionary<string, ImmutableSortedSet<string>> vips, OvsdbMutation marks, string what,
        CancellationToken cancellationToken)
    {
        var row = OvsdbCondition.Row(there.Row.Uuid);
        var written = OvsdbValue.Map(vips.Select(vip => KeyValuePair.Create(vip.Key, string.Join(',', vip.Value))));

        await _session.TransactAsync(
            new OvsdbTransaction()
                .Require(Table, row, ["vips"], [KeyValuePair.Create("vips", there.Row["vips"])])
                .Update(Table, row, [KeyValuePair.Create("vips", written)])
                .Mutate(Table, row, marks)
                .Comment($"vireo: {what}").Durable(),
            cancellationToken);
    }

    private async Task<T> TranslatedAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(_settings.Within, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProviderException($"OVN did not answer within {_settings.Within.TotalSeconds:0.#} s.", isTransient: true);
        }
        catch (OvsdbException failure)
        {
            throw failure.Translate();
        }
    }

    /// <summary>What stands in the database.</summary>
    private sealed class Standing
    {
        private readonly Dictionary<string, string> _addresses = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

        public Standing(OvsdbSnapshot snapshot, OvsdbRow row, string network)
        {
            Row = row;
            Vips = row["vips"].Keys.Zip(row["vips"].Values).ToImmutableSortedDictionary(
                vip => vip.First.Text,
                vip => vip.Second.Text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .ToImmutableSortedSet(StringComparer.Ordinal),
                StringComparer.Ordinal);
            string prefix = $"{network}.";
            foreach (var port in snapshot.Table(Ports).Values)
            {
                if (port.Text("name") is { } name && name.StartsWith(prefix, StringComparison.Ordinal) &&
                    FirstAddress(port) is { } address)
                {
                    _addresses[name] = address;
                    _names[address] = name[prefix.Length..];
                }
            }
        }

        public OvsdbRow Row { get; }

        public ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Vips { get; }

        public IEnumerable<string> Served => Vips.Values.SelectMany(all => all);

        public string? AddressOf(string port) => _addresses.GetValueOrDefault(port);

        public int PortFor(string vip, int configured) => configured > 0 ? configured
            : Vips[vip].Select(PortOf).Append(PortOf(vip)).First();

        // By the mark that joining left, else by the port that has the address.
        public VirtualMachineId? MachineAt(string served) =>
            Row["external_ids"].Find(Mark + served)?.Text is { Length: > 0 } marked ? new VirtualMachineId(marked)
            : _names.TryGetValue(served[..Math.Max(0, served.LastIndexOf(':'))], out string? name) ? new VirtualMachineId(name)
            : null;

        private static int PortOf(string endpoint) =>
            int.TryParse(endpoint[(endpoint.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture, out int port) ? port : 0;

        private static string? FirstAddress(OvsdbRow port) =>
            port["addresses"].Keys.Concat(port["dynamic_addresses"].Keys).Select(text => text.ToString().Split(' '))
                .Where(words => words.Length > 1 && words[1] != "dynamic" && words[0] != "dynamic")
                .Select(words => words[1]).FirstOrDefault();
    }
}
