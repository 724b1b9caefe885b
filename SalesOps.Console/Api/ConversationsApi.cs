using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.UseCases.Conversations;
using Meters = System.Diagnostics.Metrics;

namespace SalesOps.Console.Api;

/// <summary>What the AI runtime asks before it speaks, and what it said.</summary>
internal static class ConversationsApi
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web) { Converters = { new CodeJson<Channel>(), new CodeJson<Direction>() } };

    public static void MapConversations(this RouteGroupBuilder api)
    {
        api.MapGet("/conversations/{id:guid}", GetAsync).Sends<GetConversation.Query>().WithSummary("Who holds the conversation, where it stands, and the last 50 messages.");
        api.MapPost("/conversations/{id:guid}/replies", ReplyAsync).Sends<ReplyToCustomer.Command>().WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(JsonBody.Most))
            .WithSummary("A reply of the AI, filed only while it holds the conversation at holderVersion; 409 once it changed hands, or the customer opted out.");
        api.MapPost("/conversations/{id:guid}/handoffs", HandOffAsync).Sends<HandOffConversation.Command>().WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(JsonBody.Most))
            .WithSummary("The AI hands the conversation off to a person and falls silent, with a notice to the customer or noticeWaived; 409 once it changed hands, where the notice may not go out, or when nobody is there, and then the AI keeps it.");
    }

    private static async Task<IResult> GetAsync(Guid id, HttpContext http, IMediator mediator)
    {
        var answer = await mediator.Send(new GetConversation.Query(id), http.RequestAborted);
        if (!answer.Succeeded) return Problems.Of(answer.Errors);
        var c = answer.Value;
        return TypedResults.Json(new { c.ConversationId, c.CustomerId, c.Channel, c.State, c.Holder, c.AiAgent, c.OptedOut, c.Boundary, Messages = c.Said }, Json);
    }

    private static async Task<IResult> ReplyAsync(Guid id, HttpContext http, IMediator mediator, ApiMeter meter, ILogger<ApiMeter> log)
    {
        var command = await JsonBody.ReadAsync(http, body => JsonBody.Parse(body, fields => Read(id, fields)));
        var answer = command.Succeeded ? await mediator.Send(command.Value, http.RequestAborted) : Result<ReplyToCustomer.Answer>.Fail(command.Errors);
        Note(meter.Replies, id, answer, log);
        return answer.Succeeded
            ? TypedResults.Json(new { answer.Value.ConversationId, command.Value.MessageId, answer.Receipt!.Duplicate, answer.Receipt.Sequence, answer.Value.Holder }, Json)
            : Problems.Of(answer.Errors);
    }

    /// <summary>Counts how it ended. A refused command leaves nothing in the store: that the AI would have talked over a person, or found nobody to hand off to, is known from here alone.</summary>
    private static void Note<T>(Meters.Counter<long> counter, Guid conversationId, Result<T> answer, ILogger log)
    {
        var refused = answer.Succeeded || answer.Errors[0].Kind is not (ErrorKind.Conflict or ErrorKind.Stale) ? null : answer.Errors[0].Code;
        ApiMeter.Count(counter, refused ?? (!answer.Succeeded ? answer.Errors[0].Kind.Code() : answer.Receipt!.Duplicate ? "duplicate" : "accepted"));
        if (refused is not null) log.LogInformation("{Counter}: the AI was refused in conversation {ConversationId}: {Reason}", counter.Name, conversationId, refused);
    }

    private static Result<ReplyToCustomer.Command> Read(Guid id, JsonFields fields)
    {
        var messageId = fields.Text("messageId", required: true);
        var text = fields.Text("text", required: true);
        var version = fields.Whole("holderVersion");
        fields.RefuseOthers();
        return fields.Errors.Count > 0 ? Result<ReplyToCustomer.Command>.Fail(fields.Errors) : new ReplyToCustomer.Command(id, messageId!, Fold.Composed(text!), version);
    }

    private static async Task<IResult> HandOffAsync(Guid id, HttpContext http, IMediator mediator, ApiMeter meter, ILogger<ApiMeter> log)
    {
        var command = await JsonBody.ReadAsync(http, body => JsonBody.Parse(body, fields => ReadHandoff(id, fields)));
        var answer = command.Succeeded ? await mediator.Send(command.Value, http.RequestAborted) : Result<HandOffConversation.Answer>.Fail(command.Errors);
        Note(meter.Handoffs, id, answer, log);
        return answer.Succeeded
            ? TypedResults.Json(new { answer.Value.ConversationId, command.Value.HandoffId, answer.Receipt!.Duplicate, answer.Receipt.Sequence, answer.Value.Holder, answer.Value.Target, answer.Value.TaskDueAt }, Json)
            : Problems.Of(answer.Errors);
    }

    private static Result<HandOffConversation.Command> ReadHandoff(Guid id, JsonFields fields)
    {
        var handoffId = fields.Text("handoffId", required: true);
        var reason = fields.Text("reason", required: true);
        var notice = fields.Text("notice", required: false);
        var waived = fields.Flag("noticeWaived");
        var version = fields.Whole("holderVersion");
        fields.RefuseOthers();
        return fields.Errors.Count > 0 ? Result<HandOffConversation.Command>.Fail(fields.Errors)
            : new HandOffConversation.Command(id, handoffId!, version, reason!, notice is null ? null : Fold.Composed(notice), waived);
    }

    private sealed class CodeJson<T> : JsonConverter<T> where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Codes.Parse<T>(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code());
    }
}
