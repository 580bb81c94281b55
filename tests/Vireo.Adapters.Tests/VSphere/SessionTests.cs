using Vireo.Adapters.VSphere;

namespace Vireo.Adapters.Tests.VSphere;

/// <summary>What is said to a server, how often, and what is made of its answers.</summary>
public sealed class SessionTests
{
    private static readonly ManagedObject Machine = new("VirtualMachine", "vm-1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_read_is_said_again_when_the_session_has_ended()
    {
        using var server = new ScriptedServer().Refuse("Read", "NotAuthenticated", "")
            .Answer("Read", "<returnval>7</returnval>");
        await using var session = server.Open();

        var value = await session.CallAsync(new VimCall("Read", Machine) { IsRead = true }, Token);

        Assert.Equal("7", value?.Value);
        Assert.Equal(2, session.Openings);
        Assert.Equal(2, server.Calls.Count(call => call == "Login"));
    }

    [Fact]
    public async Task What_changes_something_is_never_said_again_by_itself()
    {
        using var server = new ScriptedServer().Refuse("Act", "NotAuthenticated", "").Drop("Act");
        await using var session = server.Open();

        await Assert.ThrowsAsync<VimFault>(() => session.CallAsync(new VimCall("Act", Machine), Token));
        var lost = await Assert.ThrowsAsync<VimLost>(() => session.CallAsync(new VimCall("Act", Machine), Token));

        Assert.Equal(2, server.Calls.Count(call => call == "Act"));
        Assert.True(lost.IsTransient);
        Assert.Equal("vSphere at vc.example:443 cannot be reached: The connection was reset.", lost.Message);
    }

    [Fact]
    public async Task A_read_is_given_up_after_three_attempts()
    {
        using var server = new ScriptedServer().Drop("Read").Drop("Read").Drop("Read");
        await using var session = server.Open();

        await Assert.ThrowsAsync<VimLost>(() => session.CallAsync(new VimCall("Read", Machine) { IsRead = true },
            Token));

        Assert.Equal(3, server.Calls.Count(call => call == "Read"));
    }

    [Theory]
    [InlineData("<a><b>")]
    [InlineData("")]
    [InlineData("<html>Bad gateway</html>")]
    [InlineData("<!DOCTYPE x [<!ENTITY y 'z'>]><x>&y;</x>")]
    public async Task An_answer_that_is_no_SOAP_is_lost_and_not_guessed_at(string document)
    {
        using var server = new ScriptedServer().Say("Act", document);
        await using var session = server.Open();

        var lost = await Assert.ThrowsAsync<VimLost>(() => session.CallAsync(new VimCall("Act", Machine), Token));

        Assert.StartsWith("vSphere at vc.example:443 sent an answer that is cut off or is no XML", lost.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_keeps_the_servers_words_and_names_the_privilege_that_is_lacking()
    {
        using var server = new ScriptedServer()
            .Refuse("Act", "NoPermission", "Permission to perform this operation was denied.",
                "<privilegeId>Resource.HotMigrate</privilegeId>")
            .Refuse("Act", "InvalidPowerState", "");
        await using var session = server.Open();

        var first = await Assert.ThrowsAsync<VimFault>(() => session.CallAsync(new VimCall("Act", Machine), Token));
        var second = await Assert.ThrowsAsync<VimFault>(() => session.CallAsync(new VimCall("Act", Machine), Token));

        Assert.Equal(
            "Permission to perform this operation was denied. The account lacks the privilege 'Resource.HotMigrate' (NoPermission).",
            first.Message);
        Assert.Equal(("InvalidPowerState", "The server refused: InvalidPowerState.", false),
            (second.Kind, second.Message, second.IsTransient));
    }

    [Fact]
    public async Task All_pages_of_a_fetch_are_read_and_each_token_is_used_once()
    {
        using var server = new ScriptedServer()
            .Answer("RetrievePropertiesEx", "<returnval><token>t1</token>" + Objects(1) + Objects(2) + "</returnval>")
            .Answer("ContinueRetrievePropertiesEx", "<returnval><token>t2</token>" + Objects(3) + "</returnval>")
            .Answer("ContinueRetrievePropertiesEx", "<returnval>" + Objects(4) + "</returnval>");
        await using var session = server.Open();
        var found = new List<string>();

        await PropertyReader.ReadAsync(
            session, PropertyPlan.Single("specSet", Machine, "name"), (target, properties) => found.Add($"{target.Id}={properties["name"].Value}"), Token);

        Assert.Equal(["vm-1=n1", "vm-2=n2", "vm-3=n3", "vm-4=n4"], found);
        Assert.Equal(
            ["ContinueRetrievePropertiesEx t1", "ContinueRetrievePropertiesEx t2"],
                server.Calls.Where(call => call.StartsWith("Continue", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_picture_that_comes_in_pages_is_shown_when_the_last_has_come()
    {
        using var server = new ScriptedServer()
            .Answer("CreatePropertyCollector", "<returnval type='PropertyCollector'>own</returnval>")
            .Answer("CreateFilter", "<returnval type='PropertyFilter'>f</returnval>")
            .Answer("WaitForUpdatesEx", Page("1", isPartial: true, Entered(1) + Entered(2)))
            .Answer("WaitForUpdatesEx", Page("2", isPartial: true, Entered(3)))
            .Answer("WaitForUpdatesEx", Page("3", isPartial: false, Entered(4)));
        await using var session = server.Open();
        var book = new InventoryBook();
        var plan = new PropertyPlan([("VirtualMachine", ["name"])], new ManagedObject("ContainerView", "v"), "view");
        await using var stream = new UpdateStream(session, (_, _) => Task.FromResult(plan), book, TimeProvider.System,
            new Random(1));

        await stream.CatchUpAsync(Token);

        Assert.Equal(
            ["n1", "n2", "n3", "n4"],
            book.Read((picture, _) => picture.Machines.Values.Select(machine => machine.Name).Order().ToList()));
        Assert.Equal(
            ["WaitForUpdatesEx ,01000", "WaitForUpdatesEx 1,01000", "WaitForUpdatesEx 2,01000"],
            server.Calls.Where(call => call.StartsWith("WaitForUpdatesEx ", StringComparison.Ordinal)).Take(3));
    }

    [Fact]
    public async Task Elements_and_words_that_are_not_known_and_empty_ones_are_passed_over()
    {
        using var server = new ScriptedServer()
            .Answer("CreatePropertyCollector", "<returnval type='PropertyCollector'>own</returnval>")
            .Answer("CreateFilter", "<returnval type='PropertyFilter'>f</returnval>")
            .Answer("WaitForUpdatesEx",
                "<returnval><novelty><deep/></novelty><version>1</version><filterSet><filter type='PropertyFilter'>f</filter>" +
                "<objectSet><kind>enter</kind><obj type='VirtualMachine'>vm-1</obj><later>1</later>" +
                "<changeSet><name>runtime.powerState</name><op>assign</op><val xsi:type='VirtualMachinePowerState'></val></changeSet>" +
                "<changeSet><name>runtime.connectionState</name><op>assign</op><val>teleporting</val></changeSet>" +
                "<changeSet><name>config.hardware.numCPU</name><op>assign</op><val/></changeSet>" +
                "<changeSet><name>what.is.this</name><op>assign</op><val>1</val></changeSet>" +
                "<changeSet><name>name</name><op>assign</op><val>a%2fb</val></changeSet></objectSet>" +
                "<objectSet><kind>enter</kind><obj type='QuantumSwitch'>q-1</obj></objectSet></filterSet></returnval>");
        await using var session = server.Open();
        var book = new InventoryBook();
        var plan = new PropertyPlan([("VirtualMachine", ["name"])], new ManagedObject("ContainerView", "v"), "view");
        await using var stream = new UpdateStream(session, (_, _) => Task.FromResult(plan), book, TimeProvider.System,
            new Random(1));

        await stream.CatchUpAsync(Token);

        var machine = book.Read((picture, _) => picture.Machines.Values.Single());
        Assert.Equal(("a/b", "", "teleporting", 0), (machine.Name, machine.Power, machine.Connection, machine.Cores));
    }

    [Fact]
    public async Task A_password_is_in_no_message_and_one_that_is_missing_is_said_to_be()
    {
        using var server = new ScriptedServer().Refuse("Login", "InvalidLogin", "Cannot complete login.");
        await using var session = server.Open();
        await using var without = server.Open(passwordVariable: "VIREO_NO_SUCH_VARIABLE");

        var refused = await Assert.ThrowsAsync<VimFault>(() => session.OpenAsync(Token));
        var missing = await Assert.ThrowsAsync<VimLost>(() => without.OpenAsync(Token));

        Assert.DoesNotContain(Environment.GetEnvironmentVariable("PATH")!, refused.ToString(),
            StringComparison.Ordinal);
        Assert.Equal("The environment variable 'VIREO_NO_SUCH_VARIABLE', which should hold the password of 'u', is empty.", missing.Message);
    }

    [Theory]
    [InlineData("6.5", "6.0", "6.5")]
    [InlineData("9.9.9.9", "8.0.2.0", "8.0.2.0")]
    [InlineData("10.0", "9.9", "10.0")]
    public void The_newest_version_that_both_know_is_spoken(string current, string prior, string expected) =>
        Assert.Equal(
        expected,
        VimSession.ChooseVersion(
            "<namespaces version='1.0'><namespace><name>urn:vim25</name>" +
            $"<version>{current}</version><priorVersions><version>{prior}</version></priorVersions></namespace></namespaces>"));

    private static string Objects(int number) =>
        $"<objects><obj type='VirtualMachine'>vm-{number}</obj><propSet><name>name</name><val>n{number}</val></propSet></objects>";

    private static string Entered(int number) =>
        $"<objectSet><kind>enter</kind><obj type='VirtualMachine'>vm-{number}</obj>" +
        $"<changeSet><name>name</name><op>assign</op><val>n{number}</val></changeSet></objectSet>";

    private static string Page(string version, bool isPartial, string objects) =>
        $"<returnval><version>{version}</version><filterSet><filter type='PropertyFilter'>f</filter>{objects}</filterSet>" +
        $"{(isPartial ? "<truncated>true</truncated>" : "")}</returnval>";
}
