using Vireo.Detection.Notifying;
using Vireo.Server.Configuration.Forms;

namespace Vireo.Server.Configuration.Documents;

/// <summary><c>kind: Silence</c>: a time in which nobody is told of something, as part of the configuration.</summary>
internal static class SilenceDocument
{
    private static readonly Silence Start =
        new("", LabelMatchers.Everything, DateTimeOffset.UnixEpoch, default, "", "") { IsConfigured = true };

    public static MappingForm<Silence> Form { get; } =
        new MappingForm<Silence>(
            "Silence", Start)
            .Required("name", "Names it; its identifier.", Values.Name, silence => silence.Id,
                (silence, id) => silence with { Id = id })
            .Required("matchers", "What it is about.", new MatchersForm(),
                silence => silence.Matchers, (silence, value) => silence with { Matchers = value })
            .Key("startsAt", "From when.", new InstantForm(),
                silence => silence.StartsAt, (silence, value) => silence with { StartsAt = value })
            .Required("endsAt", "Until when.", new InstantForm(),
                silence => silence.EndsAt, (silence, value) => silence with { EndsAt = value })
            .Required("author", "Who wants it.", new TextForm("a name"),
                silence => silence.Author, (silence, value) => silence with { Author = value })
            .Required("comment", "Why.", new TextForm("a reason"),
                silence => silence.Comment, (silence, value) => silence with { Comment = value })
            .Check("endsAt", silence => silence.EndsAt <= silence.StartsAt ? "It would end before it begins." : null)
            .Check("matchers", silence => silence.Matchers.IsEmpty
                ? "A silence needs a condition; none would silence everything." : null);
}
