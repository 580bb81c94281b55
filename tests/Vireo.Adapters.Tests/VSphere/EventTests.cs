using System.Web;
using System.Xml.Linq;
using Vireo.Adapters.VSphere;
using Vireo.Fleet;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>What a vCenter tells of itself reaches the time line and the logs that are watched, once and about the right
/// thing.</summary>
public sealed class EventTests(VCenterLab lab) : IClassFixture<VCenterLab>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_goes_wrong_on_a_host_is_told_once_in_the_servers_words_and_is_a_line_of_its_log()
    {
        await using var provider = lab.Provider();
        var (host, reference) = await HostAsync(provider);
        var before = await provider.ReadEventsAsync(DateTimeOffset.MinValue, Token);
        await PostAsync(reference, "esx.problem.storage.connectivity.lost", "Lost connectivity to storage device naa.1", "error");
        await PostAsync(reference, "esx.audit.dcui.enabled", "The DCUI has been enabled", "info");

        var told = await provider.ReadEventsAsync(Newest(before), Token);
        var again = await provider.ReadEventsAsync(Newest(told), Token);
        var lines = await provider.ReadLogLinesAsync(DateTimeOffset.MinValue, Token);

        var failure = Assert.Single(told, one => one.Entity == EntityId.Of(host));
        Assert.Equal((FleetEventKind.Failed, "Lost connectivity to storage device naa.1", "vc"),
            (failure.Kind, failure.Message, failure.Source));
        Assert.DoesNotContain(again, one => one.Entity == EntityId.Of(host));
        Assert.Contains(lines, line => line.Entity == EntityId.Of(host) && line.Text == "The DCUI has been enabled");
    }

    [Fact]
    public async Task An_alarm_that_goes_off_is_told_and_one_that_is_over_is_not_trouble()
    {
        await using var provider = lab.Provider();
        var (host, reference) = await HostAsync(provider);
        await provider.ReadEventsAsync(DateTimeOffset.MinValue, Token);
        await PostAsync(reference, "alarm", "Alarm 'Host battery status' changed from Green to Red", "", "red");
        await PostAsync(reference, "alarm", "Alarm 'Host battery status' changed from Red to Green", "", "green");

        var told = await provider.ReadEventsAsync(DateTimeOffset.MinValue, Token);

        Assert.Equal(
            ["Alarm 'Host battery status' changed from Green to Red"],
            told.Where(one => one.Kind == FleetEventKind.Failed && one.Entity == EntityId.Of(host)
                && one.Message.StartsWith("Alarm", StringComparison.Ordinal)).Select(one => one.Message));
    }

    [Fact]
    public async Task After_a_session_has_ended_the_events_since_then_are_read()
    {
        await using var provider = lab.Provider();
        var (host, reference) = await HostAsync(provider);
        await provider.ReadEventsAsync(DateTimeOffset.MinValue, Token);
        await lab.ControlAsync("/lab/expire");
        await PostAsync(reference, "esx.problem.net.connectivity.lost", "Lost network connectivity on vmnic0", "error");

        var told = await provider.ReadEventsAsync(DateTimeOffset.MinValue, Token);

        Assert.Single(told, one => one.Entity == EntityId.Of(host) && one.Message == "Lost network connectivity on vmnic0");
    }

    [Theory]
    [InlineData("VmFailedMigrateEvent", "", true)]
    [InlineData("HostConnectionLostEvent", "", true)]
    [InlineData("DasHostFailedEvent", "", true)]
    [InlineData("NotEnoughResourcesToStartVmEvent", "", true)]
    [InlineData("com.vmware.vc.HA.DasHostFailedEvent", "", true)]
    [InlineData("vprob.storage.connectivity.lost", "", true)]
    [InlineData("com.example.Strange", "error", true)]
    [InlineData("VmMigratedEvent", "", false)]
    [InlineData("VmReconfiguredEvent", "info", false)]
    [InlineData("esx.clear.storage.connectivity.restored", "info", false)]
    public void Types_and_severity_say_what_is_trouble(string type, string severity, bool isTrouble)
    {
        var element = XElement.Parse(
            $"""
            <returnval xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="EventEx">
              <key>7</key><createdTime>2026-01-05T12:00:00Z</createdTime><fullFormattedMessage>It
              happened.</fullFormattedMessage><eventTypeId>{type}</eventTypeId><severity>{severity}</severity><unheard>of</unheard>
            </returnval>
            """);

        var read = EventFacts.Read(element)!;

        Assert.Equal(isTrouble, read.IsTrouble);
        Assert.StartsWith("It ", read.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', read.Text);
    }

    [Fact]
    public void Arguments_are_in_the_order_of_the_schema() => Assert.Equal(
        ["time", "maxCount"],
        VimEnvelope.Body(EventReader.Query(new ManagedObject("EventManager", "em"), DateTimeOffset.UnixEpoch))
            .Elements().Last().Elements().Select(element => element.Name.LocalName));

    private static DateTimeOffset Newest(IReadOnlyList<FleetEvent> events) =>
        events.Count == 0 ? DateTimeOffset.MinValue : events.Max(one => one.At);

    private async Task<(HostId Host, string Reference)> HostAsync(VSphereHypervisor provider)
    {
        var machine = (await provider.ReadInventoryAsync(Token)).VirtualMachines.First(one => one.State == PowerState.On);
        string reference = (await lab.MachinesAsync()).Single(one => one.Name == machine.Name).Host;

        return (machine.Host!.Value, $"HostSystem:{reference}");
    }

    private Task<string> PostAsync(string reference, string type, string text, string severity, string alarm = "") =>
        lab.ControlAsync(
            $"/lab/event?ref={HttpUtility.UrlEncode(reference)}&type={type}&text={HttpUtility.UrlEncode(text)}" +
            $"&severity={severity}&alarm={alarm}");
}
