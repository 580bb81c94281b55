using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Vireo.Fleet;
using Vireo.Server.Configuration.Forms;
using Vireo.Server.Configuration.Yaml;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: Calendar</c>: days with a name that schedules refer to.</summary>
internal static class CalendarDocument
{
    public static MappingForm<NamedCalendar> Form { get; } = new MappingForm<NamedCalendar>("Calendar", new NamedCalendar("", []))
        .Required("name", "Names the calendar.", Values.Name, calendar => calendar.Name, (calendar, name) => calendar with { Name = name })
        .Required("days", "Its days: dates, days of every year, and ranges of either.",
            new ListForm<CalendarSpan>(new SpanForm(), span => span.ToString()),
            calendar => calendar.Days, (calendar, days) => calendar with { Days = days })
        .Check("days", calendar => calendar.Days.IsEmpty ? "A calendar has at least one day." : null);

    private sealed class SpanForm : ScalarForm<CalendarSpan>
    {
        public override string Expected =>
            "a date such as 2026-12-25, a day of every year such as 12-25, or a range such as 2026-07-20..2026-08-14 or 12-24..01-06";

        public override JsonObject Schema() => new()
        {
            ["type"] = "string",
            ["pattern"] = @"^([0-9]{4}-)?[0-9]{2}-[0-9]{2}(\.\.([0-9]{4}-)?[0-9]{2}-[0-9]{2})?$",
        };

        public override JsonNode Write(CalendarSpan value) => JsonValue.Create(value.ToString());

        protected override bool TryParse(YamlScalar scalar, [MaybeNullWhen(false)] out CalendarSpan value) =>
            (value = CalendarSpan.Parse(scalar.Text)) is not null;

        protected override string Hint(string text) =>
            text.Split(CalendarSpan.Separator) is [var from, var to] && CalendarSpan.Parse(from) is { } first &&
            CalendarSpan.Parse(to) is { } last
                ? first.IsYearly == last.IsYearly
                    ? " It ends before it begins."
                    : " Both ends are dates, or both are days of every year."
                : "";
    }
}
