using System.Collections.Immutable;
using Vireo.Detection.Notifying;
using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: Route</c>: the routing tree, what inhibits what, and maintenance windows. At most one.</summary>
internal static class RouteDocument
{
    private const int Deepest = 4;

    private static readonly MatchersForm Matchers = new();
    private static readonly ListForm<string> LabelNames = new(
        new TextForm("the name of a label, or ... for all"), name => name);

    private static readonly MappingForm<InhibitionRule> Inhibition =
        new MappingForm<InhibitionRule>(
            "an inhibition", new InhibitionRule(LabelMatchers.Everything, LabelMatchers.Everything, []))
            .Required("source", "What has to be open.", Matchers, rule => rule.Source,
                (rule, value) => rule with { Source = value })
            .Required("target", "What is then not told.", Matchers, rule => rule.Target,
                (rule, value) => rule with { Target = value })
            .Required("equal", "Labels that both have with the same value.", LabelNames,
                rule => rule.Equal, (rule, value) => rule with { Equal = value });

    private static readonly MappingForm<MaintenanceWindow> Window =
        new MappingForm<MaintenanceWindow>(
            "a maintenance window",
            new MaintenanceWindow("", LabelMatchers.Everything, new ChangeWindow("", default, "UTC")))
            .Required("name", "Names it in lists.", Values.Name, window => window.Name,
                (window, name) => window with { Name = name })
            .Key("matchers", "What it is about; left out, everything.", Matchers,
                window => window.Matchers, (window, value) => window with { Matchers = value })
            .Required("window", "When.", ChangeWindowForm.Form, window => window.Window,
                (window, value) => window with { Window = value });

    public static MappingForm<RouteDraft> Form { get; } = Keys(
        new MappingForm<RouteDraft>("Route", new RouteDraft("", new NotificationRoute(), [], []))
            .Required("name", "Names the tree.", Values.Name, route => route.Name,
                (route, name) => route with { Name = name })
            .Required("receiver", "Who is told of what no other route takes.", Values.Name,
                route => route.Root.Receiver, (route, value) => With(route, root => root with { Receiver = value }))
            .Key("inhibit", "What keeps what from being told.", new ListForm<InhibitionRule>(Inhibition),
                route => route.Inhibitions, (route, value) => route with { Inhibitions = value })
            .Key("maintenance", "Recurring times in which nobody is told.",
                new ListForm<MaintenanceWindow>(Window, window => window.Name),
                route => route.Windows, (route, value) => route with { Windows = value }),
        route => route.Root, With, depth: 0);

    private static MappingForm<NotificationRoute> Child(int depth) => Keys(
        new MappingForm<NotificationRoute>("a route", new NotificationRoute())
            .Key("receiver", "Who is told; as its parent when left out.", Values.Name,
                route => route.Receiver, (route, value) => route with { Receiver = value })
            .Required("matchers", "What it takes.", Matchers, route => route.Matchers,
                (route, value) => route with { Matchers = value })
            .Key("continue", "Whether the routes after it are tried as well.", Values.Flag,
                route => route.Continue, (route, value) => route with { Continue = value }),
        route => route, (route, change) => change(route), depth);

    private static MappingForm<T> Keys<T>(
        MappingForm<T> form, Func<T, NotificationRoute> get,
        Func<T, Func<NotificationRoute, NotificationRoute>, T> with, int depth)
        where T : class
    {
        form.Optional<ImmutableArray<string>>("groupBy", "Labels whose values make one message.", LabelNames,
                one => get(one).GroupBy, (one, value) => with(one, route => route with { GroupBy = value }))
            .Optional<TimeSpan>("groupWait", "How long a new group waits for others of its kind.",
                Values.Duration(TimeSpan.Zero, TimeSpan.FromHours(1)),
                one => get(one).GroupWait, (one, value) => with(one, route => route with { GroupWait = value }))
            .Optional<TimeSpan>("groupInterval", "Least time between two messages about one group.",
                Values.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
                one => get(one).GroupInterval, (one, value) => with(one, route => route with { GroupInterval = value }))
            .Optional<TimeSpan>("repeatInterval", "After how long an unchanged group is told again.",
                Values.Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(30)),
                one => get(one).RepeatInterval,
                (one, value) => with(one, route => route with { RepeatInterval = value }));

        return depth == Deepest ? form : form.Key(
            "routes", "The first that matches takes it.", new ListForm<NotificationRoute>(Child(depth + 1)),
            one => get(one).Routes, (one, value) => with(one, route => route with { Routes = value }));
    }

    private static RouteDraft With(RouteDraft draft, Func<NotificationRoute, NotificationRoute> change) =>
        draft with { Root = change(draft.Root) };
}
