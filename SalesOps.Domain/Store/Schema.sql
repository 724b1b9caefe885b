-- table Absences Absences
CREATE TABLE "Absences" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_Absences" PRIMARY KEY,
    "SalesUserId" BLOB NOT NULL,
    "From" INTEGER NOT NULL,
    "Until" INTEGER NOT NULL,
    "StandInId" BLOB NOT NULL,
    "ById" BLOB NULL,
    "At" INTEGER NOT NULL,
    "Before" TEXT NULL,
    "UndoneAt" INTEGER NULL,
    "EndedAt" INTEGER NULL,
    "BegunAt" INTEGER NULL,
    "HeirId" BLOB NULL,
    "Rest" TEXT NOT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_Absences_SalesUsers_SalesUserId" FOREIGN KEY ("SalesUserId") REFERENCES "SalesUsers" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table Accounts Accounts
CREATE TABLE "Accounts" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_Accounts" PRIMARY KEY,
    "Email" TEXT NOT NULL,
    "NormalizedEmail" TEXT NOT NULL,
    "PasswordHash" TEXT NULL,
    "SecurityStamp" TEXT NOT NULL,
    "AccessFailedCount" INTEGER NOT NULL,
    "LockoutEndsAt" INTEGER NULL,
    "LastSignInAt" INTEGER NULL,
    CONSTRAINT "FK_Accounts_SalesUsers_Id" FOREIGN KEY ("Id") REFERENCES "SalesUsers" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table AgentEdits AgentEdits
CREATE TABLE "AgentEdits" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_AgentEdits" PRIMARY KEY,
    "AiAgentId" BLOB NOT NULL,
    "ById" BLOB NULL,
    "At" INTEGER NOT NULL,
    "UndoneAt" INTEGER NULL,
    "Before" TEXT NOT NULL,
    "Version" INTEGER NOT NULL,
    "Customers" TEXT NOT NULL, "HomeOwnerBefore" BLOB NULL, "Choice" TEXT NULL, "PartOfId" BLOB NULL,
    CONSTRAINT "FK_AgentEdits_AiAgents_AiAgentId" FOREIGN KEY ("AiAgentId") REFERENCES "AiAgents" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table AiAgents AiAgents
CREATE TABLE "AiAgents" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_AiAgents" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "OwnerId" BLOB NOT NULL,
    "Language" TEXT NOT NULL,
    "Channels" TEXT NOT NULL,
    "Status" TEXT NOT NULL,
    "Capacity" INTEGER NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL, "Caps" TEXT NULL, "HomeOwnerId" BLOB NULL, "PendingEditId" BLOB NULL,
    CONSTRAINT "FK_AiAgents_SalesUsers_OwnerId" FOREIGN KEY ("OwnerId") REFERENCES "SalesUsers" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table ApiKeys ApiKeys
CREATE TABLE "ApiKeys" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_ApiKeys" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "KeyHash" BLOB NOT NULL,
    "Prefix" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "RevokedAt" INTEGER NULL
, "LastUsedAt" INTEGER NULL, "Scopes" TEXT NULL) WITHOUT ROWID

-- table Assignments Assignments
CREATE TABLE "Assignments" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_Assignments" PRIMARY KEY,
    "CustomerId" BLOB NOT NULL,
    "AiAgentId" BLOB NOT NULL,
    "SalesUserId" BLOB NOT NULL,
    "Status" TEXT NOT NULL,
    "Reason" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "EndedAt" INTEGER NULL, "LeavingSince" INTEGER NULL,
    CONSTRAINT "FK_Assignments_AiAgents_AiAgentId" FOREIGN KEY ("AiAgentId") REFERENCES "AiAgents" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_Assignments_Customers_CustomerId" FOREIGN KEY ("CustomerId") REFERENCES "Customers" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table AuditEntries AuditEntries
CREATE TABLE "AuditEntries" (
    "Sequence" INTEGER NOT NULL CONSTRAINT "PK_AuditEntries" PRIMARY KEY,
    "At" INTEGER NOT NULL,
    "Action" TEXT NOT NULL,
    "ObjectType" TEXT NOT NULL,
    "ObjectId" BLOB NOT NULL,
    "ActorKind" TEXT NOT NULL,
    "ActorId" BLOB NULL,
    "CustomerId" BLOB NULL,
    "SalesUserId" BLOB NULL,
    "OperationId" BLOB NOT NULL,
    "Changes" BLOB NOT NULL,
    "Sealed" BLOB NULL,
    "SealedHash" BLOB NOT NULL,
    "Hash" BLOB NOT NULL
)

-- table ChannelIdentities ChannelIdentities
CREATE TABLE "ChannelIdentities" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_ChannelIdentities" PRIMARY KEY,
    "CustomerId" BLOB NOT NULL,
    "Channel" TEXT NOT NULL,
    "ExternalId" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    CONSTRAINT "FK_ChannelIdentities_Customers_CustomerId" FOREIGN KEY ("CustomerId") REFERENCES "Customers" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table Consents Consents
CREATE TABLE "Consents" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_Consents" PRIMARY KEY,
    "CustomerId" BLOB NOT NULL,
    "Channel" TEXT NOT NULL,
    "OptsOut" INTEGER NOT NULL,
    "Source" TEXT NOT NULL,
    "Note" TEXT NULL,
    "ById" BLOB NULL,
    "At" INTEGER NOT NULL,
    "UndoneAt" INTEGER NULL, "UnansweredSince" INTEGER NULL,
    CONSTRAINT "FK_Consents_Customers_CustomerId" FOREIGN KEY ("CustomerId") REFERENCES "Customers" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table Conversations Conversations
CREATE TABLE "Conversations" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_Conversations" PRIMARY KEY,
    "CustomerId" BLOB NOT NULL,
    "Channel" TEXT NOT NULL,
    "State" TEXT NOT NULL,
    "StateBefore" TEXT NULL,
    "Holder" TEXT NOT NULL,
    "HolderVersion" INTEGER NOT NULL,
    "HolderUserId" BLOB NULL,
    "LastInboundAt" INTEGER NOT NULL,
    "CreatedAt" INTEGER NOT NULL, "UnansweredSince" INTEGER NULL,
    CONSTRAINT "FK_Conversations_Customers_CustomerId" FOREIGN KEY ("CustomerId") REFERENCES "Customers" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table CounterMinutes CounterMinutes
CREATE TABLE "CounterMinutes" (
    "Code" TEXT NOT NULL,
    "Key" BLOB NOT NULL,
    "Minute" INTEGER NOT NULL,
    "Value" INTEGER NOT NULL,
    CONSTRAINT "PK_CounterMinutes" PRIMARY KEY ("Code", "Key", "Minute")
) WITHOUT ROWID

-- table CounterValues CounterValues
CREATE TABLE "CounterValues" (
    "Code" TEXT NOT NULL,
    "Key" BLOB NOT NULL,
    "Value" INTEGER NOT NULL,
    CONSTRAINT "PK_CounterValues" PRIMARY KEY ("Code", "Key")
) WITHOUT ROWID

-- table CustomerEdits CustomerEdits
CREATE TABLE "CustomerEdits" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_CustomerEdits" PRIMARY KEY,
    "CustomerId" BLOB NOT NULL,
    "ById" BLOB NULL,
    "At" INTEGER NOT NULL,
    "UndoneAt" INTEGER NULL,
    "NameBefore" TEXT NOT NULL,
    "NameAfter" TEXT NOT NULL,
    "NoteBefore" TEXT NOT NULL,
    "NoteAfter" TEXT NOT NULL,
    CONSTRAINT "FK_CustomerEdits_Customers_CustomerId" FOREIGN KEY ("CustomerId") REFERENCES "Customers" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table CustomerKeys CustomerKeys
CREATE TABLE "CustomerKeys" (
    "CustomerId" BLOB NOT NULL CONSTRAINT "PK_CustomerKeys" PRIMARY KEY,
    "Key" BLOB NOT NULL
) WITHOUT ROWID

-- table CustomerSearch CustomerSearch
CREATE VIRTUAL TABLE CustomerSearch USING fts5(Text, content = 'CustomerSearch_words', content_rowid = 'Row', columnsize = 0, tokenize = 'trigram case_sensitive 1')

-- table CustomerSearch_config CustomerSearch_config
CREATE TABLE 'CustomerSearch_config'(k PRIMARY KEY, v) WITHOUT ROWID

-- table CustomerSearch_data CustomerSearch_data
CREATE TABLE 'CustomerSearch_data'(id INTEGER PRIMARY KEY, block BLOB)

-- table CustomerSearch_idx CustomerSearch_idx
CREATE TABLE 'CustomerSearch_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID

-- table CustomerSearch_rows CustomerSearch_rows
CREATE TABLE CustomerSearch_rows (Row INTEGER NOT NULL PRIMARY KEY, CustomerId BLOB NOT NULL UNIQUE)

-- table Customers Customers
CREATE TABLE "Customers" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_Customers" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "SearchText" TEXT NOT NULL,
    "Identity" TEXT NOT NULL,
    "Channel" TEXT NOT NULL,
    "Status" TEXT NOT NULL,
    "AiAgentId" BLOB NULL,
    "SalesUserId" BLOB NULL,
    "Intent" TEXT NULL,
    "Stage" TEXT NOT NULL,
    "Confidence" REAL NOT NULL,
    "OpenTasks" INTEGER NOT NULL,
    "FirstSeenAt" INTEGER NOT NULL,
    "LastSeenAt" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
, "ErasedAt" INTEGER NULL, "ErasedReason" TEXT NULL, "WaitingSince" INTEGER NULL, "Note" TEXT NULL, "OptOuts" TEXT NULL, "AbsorbedText" TEXT NULL, "UnansweredSince" INTEGER NULL) WITHOUT ROWID

-- table DataRequests DataRequests
CREATE TABLE "DataRequests" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_DataRequests" PRIMARY KEY,
    "CustomerId" BLOB NOT NULL,
    "Kind" TEXT NOT NULL,
    "Source" TEXT NOT NULL,
    "Note" TEXT NULL,
    "Status" TEXT NOT NULL,
    "ReceivedAt" INTEGER NOT NULL,
    "FiledAt" INTEGER NOT NULL,
    "FiledById" BLOB NULL,
    "AnswerDueAt" INTEGER NOT NULL,
    "CompletionDueAt" INTEGER NOT NULL,
    "DueAt" INTEGER NOT NULL,
    "AnsweredAt" INTEGER NULL,
    "AnsweredById" BLOB NULL,
    "EndedAt" INTEGER NULL,
    "EndedById" BLOB NULL,
    "Reason" TEXT NULL,
    "Messages" INTEGER NULL,
    "ChannelAccounts" INTEGER NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_DataRequests_Customers_CustomerId" FOREIGN KEY ("CustomerId") REFERENCES "Customers" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table Decisions Decisions
CREATE TABLE "Decisions" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_Decisions" PRIMARY KEY,
    "ReviewId" BLOB NOT NULL,
    "CustomerId" BLOB NOT NULL,
    "Outcome" TEXT NOT NULL,
    "Intent" TEXT NULL,
    "Stage" TEXT NULL,
    "Target" TEXT NULL,
    "Reason" TEXT NULL,
    "NextStep" TEXT NULL,
    "Note" TEXT NULL,
    "ById" BLOB NULL,
    "At" INTEGER NOT NULL,
    "UndoneAt" INTEGER NULL,
    "Trace" TEXT NOT NULL, "LookedMs" INTEGER NULL, "ReadingMs" INTEGER NULL, "IsOpinion" INTEGER NOT NULL DEFAULT 0, "RepeatsId" BLOB NULL,
    CONSTRAINT "FK_Decisions_Reviews_ReviewId" FOREIGN KEY ("ReviewId") REFERENCES "Reviews" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table Departures Departures
CREATE TABLE "Departures" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_Departures" PRIMARY KEY,
    "SalesUserId" BLOB NOT NULL,
    "Version" INTEGER NOT NULL,
    "ById" BLOB NULL,
    "At" INTEGER NOT NULL,
    "UndoneAt" INTEGER NULL,
    "AgentEdits" TEXT NOT NULL,
    "HeirId" BLOB NULL,
    "Rest" TEXT NOT NULL,
    CONSTRAINT "FK_Departures_SalesUsers_SalesUserId" FOREIGN KEY ("SalesUserId") REFERENCES "SalesUsers" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table EarlierErasures EarlierErasures
CREATE TABLE "EarlierErasures" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_EarlierErasures" PRIMARY KEY,
    "CustomerId" BLOB NOT NULL,
    "At" INTEGER NOT NULL,
    "ById" BLOB NULL,
    "Sequence" INTEGER NOT NULL,
    "Hash" TEXT NULL,
    "IsProved" INTEGER NOT NULL
) WITHOUT ROWID

-- table Exports Exports
CREATE TABLE "Exports" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_Exports" PRIMARY KEY,
    "What" TEXT NOT NULL,
    "Since" INTEGER NOT NULL,
    "ById" BLOB NULL,
    "At" INTEGER NOT NULL
, "Asked" TEXT NULL, "Format" TEXT NULL, "Rows" INTEGER NULL) WITHOUT ROWID

-- table Handovers Handovers
CREATE TABLE "Handovers" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_Handovers" PRIMARY KEY,
    "Kind" TEXT NOT NULL,
    "CustomerId" BLOB NOT NULL,
    "ConversationId" BLOB NULL,
    "SalesUserId" BLOB NULL,
    "Reason" TEXT NOT NULL,
    "ById" BLOB NULL,
    "CreatedAt" INTEGER NOT NULL,
    "EndedAt" INTEGER NULL, "IsPingPong" INTEGER NULL, "Note" TEXT NULL, "Round" INTEGER NULL,
    CONSTRAINT "FK_Handovers_Customers_CustomerId" FOREIGN KEY ("CustomerId") REFERENCES "Customers" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table Invitations Invitations
CREATE TABLE "Invitations" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_Invitations" PRIMARY KEY,
    "SalesUserId" BLOB NULL,
    "TokenHash" BLOB NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "ExpiresAt" INTEGER NOT NULL,
    "UsedAt" INTEGER NULL
) WITHOUT ROWID

-- table Merges Merges
CREATE TABLE "Merges" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_Merges" PRIMARY KEY,
    "CustomerId" BLOB NOT NULL,
    "IntoId" BLOB NOT NULL,
    "Channels" TEXT NOT NULL,
    "Rows" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Note" TEXT NULL,
    "FirstSeenAt" INTEGER NOT NULL,
    "ById" BLOB NULL,
    "At" INTEGER NOT NULL,
    "SeparatedById" BLOB NULL,
    "SeparatedAt" INTEGER NULL,
    "ErasedAt" INTEGER NULL
) WITHOUT ROWID

-- table MessageSearch MessageSearch
CREATE VIRTUAL TABLE MessageSearch USING fts5(Text, content = 'MessageSearch_rows', content_rowid = 'Row', columnsize = 0, tokenize = 'ascii')

-- table MessageSearch_config MessageSearch_config
CREATE TABLE 'MessageSearch_config'(k PRIMARY KEY, v) WITHOUT ROWID

-- table MessageSearch_data MessageSearch_data
CREATE TABLE 'MessageSearch_data'(id INTEGER PRIMARY KEY, block BLOB)

-- table MessageSearch_idx MessageSearch_idx
CREATE TABLE 'MessageSearch_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID

-- table MessageSearch_rows MessageSearch_rows
CREATE TABLE MessageSearch_rows (Row INTEGER NOT NULL PRIMARY KEY, MessageId BLOB NOT NULL UNIQUE, Text TEXT NOT NULL)

-- table Messages Messages
CREATE TABLE "Messages" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_Messages" PRIMARY KEY,
    "ConversationId" BLOB NOT NULL,
    "CustomerId" BLOB NOT NULL,
    "Channel" TEXT NOT NULL,
    "ExternalId" TEXT NOT NULL,
    "Direction" TEXT NOT NULL,
    "Text" TEXT NOT NULL,
    "Language" TEXT NULL,
    "SentAt" INTEGER NOT NULL,
    "ReceivedAt" INTEGER NOT NULL,
    CONSTRAINT "FK_Messages_Conversations_ConversationId" FOREIGN KEY ("ConversationId") REFERENCES "Conversations" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table Operations Operations
CREATE TABLE "Operations" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_Operations" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "RequestHash" BLOB NOT NULL,
    "Answer" BLOB NOT NULL,
    "Sequence" INTEGER NOT NULL,
    "At" INTEGER NOT NULL
)

-- table PlaybookVersions PlaybookVersions
CREATE TABLE "PlaybookVersions" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_PlaybookVersions" PRIMARY KEY,
    "Number" INTEGER NOT NULL,
    "Was" TEXT NOT NULL,
    "Rules" TEXT NOT NULL,
    "ById" BLOB NULL,
    "At" INTEGER NOT NULL
) WITHOUT ROWID

-- table PolicyChanges PolicyChanges
CREATE TABLE "PolicyChanges" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_PolicyChanges" PRIMARY KEY,
    "Number" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "Intent" TEXT NULL,
    "Language" TEXT NULL,
    "Channel" TEXT NULL,
    "Value" REAL NULL,
    "Was" REAL NOT NULL,
    "Holds" REAL NOT NULL,
    "ById" BLOB NULL,
    "At" INTEGER NOT NULL
) WITHOUT ROWID

-- table Reviews Reviews
CREATE TABLE "Reviews" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_Reviews" PRIMARY KEY,
    "Kind" TEXT NOT NULL,
    "UnderstandingId" BLOB NOT NULL,
    "StateTransitionId" BLOB NULL,
    "ConversationId" BLOB NOT NULL,
    "CustomerId" BLOB NOT NULL,
    "AiAgentId" BLOB NULL,
    "SalesUserId" BLOB NULL,
    "Channel" TEXT NOT NULL,
    "Language" TEXT NULL,
    "Intent" TEXT NULL,
    "Confidence" REAL NOT NULL,
    "Reasons" TEXT NOT NULL,
    "Status" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "DueAt" INTEGER NOT NULL, "TakenFromId" BLOB NULL, "Version" INTEGER NOT NULL DEFAULT 1, "FirstById" BLOB NULL, "Second" TEXT NULL, "SecondById" BLOB NULL,
    CONSTRAINT "FK_Reviews_Understandings_UnderstandingId" FOREIGN KEY ("UnderstandingId") REFERENCES "Understandings" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table SalesUsers SalesUsers
CREATE TABLE "SalesUsers" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_SalesUsers" PRIMARY KEY,
    "Name" TEXT NOT NULL,
    "Email" TEXT NOT NULL,
    "Role" TEXT NOT NULL,
    "Status" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL
, "AwaySince" INTEGER NULL) WITHOUT ROWID

-- table SavedViews SavedViews
CREATE TABLE "SavedViews" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_SavedViews" PRIMARY KEY,
    "OwnerId" BLOB NOT NULL,
    "List" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Shows" TEXT NOT NULL,
    "IsShared" INTEGER NOT NULL,
    "Version" INTEGER NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "RemovedAt" INTEGER NULL
) WITHOUT ROWID

-- table SettingChanges SettingChanges
CREATE TABLE "SettingChanges" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_SettingChanges" PRIMARY KEY,
    "Number" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "AiAgentId" BLOB NULL,
    "Was" TEXT NOT NULL,
    "Holds" TEXT NOT NULL,
    "ById" BLOB NULL,
    "At" INTEGER NOT NULL
) WITHOUT ROWID

-- table StateTransitions StateTransitions
CREATE TABLE "StateTransitions" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_StateTransitions" PRIMARY KEY,
    "ConversationId" BLOB NOT NULL,
    "CustomerId" BLOB NOT NULL,
    "UnderstandingId" BLOB NULL,
    "From" TEXT NOT NULL,
    "To" TEXT NOT NULL,
    "Trigger" TEXT NOT NULL,
    "Stage" TEXT NOT NULL,
    "Confidence" REAL NOT NULL,
    "Status" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    CONSTRAINT "FK_StateTransitions_Conversations_ConversationId" FOREIGN KEY ("ConversationId") REFERENCES "Conversations" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table Understandings Understandings
CREATE TABLE "Understandings" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_Understandings" PRIMARY KEY,
    "MessageId" BLOB NOT NULL,
    "ConversationId" BLOB NOT NULL,
    "CustomerId" BLOB NOT NULL,
    "Intent" TEXT NULL,
    "Stage" TEXT NOT NULL,
    "Confidence" REAL NOT NULL,
    "Risks" TEXT NOT NULL,
    "Evidence" TEXT NOT NULL,
    "Alternatives" TEXT NOT NULL,
    "Producer" TEXT NOT NULL,
    "Review" TEXT NOT NULL,
    "SamplingProbability" REAL NULL,
    "CreatedAt" INTEGER NOT NULL, "Gloss" TEXT NULL, "GlossEvidence" TEXT NULL,
    CONSTRAINT "FK_Understandings_Messages_MessageId" FOREIGN KEY ("MessageId") REFERENCES "Messages" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table Viewings Viewings
CREATE TABLE "Viewings" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_Viewings" PRIMARY KEY,
    "CustomerId" BLOB NOT NULL,
    "ById" BLOB NULL,
    "At" INTEGER NOT NULL,
    CONSTRAINT "FK_Viewings_Customers_CustomerId" FOREIGN KEY ("CustomerId") REFERENCES "Customers" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table WorkTasks WorkTasks
CREATE TABLE "WorkTasks" (
    "Id" BLOB NOT NULL CONSTRAINT "PK_WorkTasks" PRIMARY KEY,
    "Kind" TEXT NOT NULL,
    "CustomerId" BLOB NOT NULL,
    "ReviewId" BLOB NULL,
    "SalesUserId" BLOB NULL,
    "Status" TEXT NOT NULL,
    "CreatedAt" INTEGER NOT NULL,
    "DueAt" INTEGER NOT NULL,
    "EndedAt" INTEGER NULL, "Note" TEXT NULL, "EscalatedAt" INTEGER NULL,
    CONSTRAINT "FK_WorkTasks_Customers_CustomerId" FOREIGN KEY ("CustomerId") REFERENCES "Customers" ("Id") ON DELETE RESTRICT
) WITHOUT ROWID

-- table __EFMigrationsHistory __EFMigrationsHistory
CREATE TABLE "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
) WITHOUT ROWID

-- table __EFMigrationsLock __EFMigrationsLock
CREATE TABLE "__EFMigrationsLock" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY,
    "Timestamp" TEXT NOT NULL
)

-- index AbsencesNotOver Absences
CREATE INDEX "AbsencesNotOver" ON "Absences" ("From") WHERE "EndedAt" IS NULL

-- index AssignmentsInOrder Assignments
CREATE INDEX "AssignmentsInOrder" ON "Assignments" ("Id")

-- index AssignmentsOfSalesUser Assignments
CREATE INDEX "AssignmentsOfSalesUser" ON "Assignments" ("SalesUserId", "Id", "Status", "AiAgentId", "CustomerId")

-- index ConversationsHeldByPeople Conversations
CREATE INDEX "ConversationsHeldByPeople" ON "Conversations" ("HolderUserId") WHERE "HolderUserId" IS NOT NULL

-- index CustomersByName Customers
CREATE INDEX "CustomersByName" ON "Customers" ("SearchText", "Id")

-- index CustomersLastSeen Customers
CREATE INDEX "CustomersLastSeen" ON "Customers" ("LastSeenAt", "Id", "Status", "Intent", "Stage", "Confidence", "Channel", "OpenTasks", "ErasedAt", "SearchText", "UnansweredSince")

-- index CustomersOfAgent Customers
CREATE INDEX "CustomersOfAgent" ON "Customers" ("AiAgentId", "SalesUserId", "SearchText", "Id", "Channel") WHERE "AiAgentId" IS NOT NULL

-- index CustomersOfSalesUser Customers
CREATE INDEX "CustomersOfSalesUser" ON "Customers" ("SalesUserId", "LastSeenAt", "Id", "Status", "Intent", "Stage", "Confidence", "Channel", "OpenTasks", "ErasedAt", "AiAgentId", "WaitingSince", "OptOuts", "SearchText", "UnansweredSince")

-- index CustomersWithTasks Customers
CREATE INDEX "CustomersWithTasks" ON "Customers" ("OpenTasks", "Id") WHERE "OpenTasks" > 0

-- index EntriesOfPeople AuditEntries
CREATE INDEX "EntriesOfPeople" ON "AuditEntries" ("ActorId", "Sequence", "ActorKind") WHERE "ActorKind" = 'human'

-- index HumanEntries AuditEntries
CREATE INDEX "HumanEntries" ON "AuditEntries" ("Sequence") WHERE "ActorKind" = 'human'

-- index IX_Accounts_NormalizedEmail Accounts
CREATE UNIQUE INDEX "IX_Accounts_NormalizedEmail" ON "Accounts" ("NormalizedEmail")

-- index IX_AiAgents_Name AiAgents
CREATE UNIQUE INDEX "IX_AiAgents_Name" ON "AiAgents" ("Name")

-- index IX_ApiKeys_KeyHash ApiKeys
CREATE UNIQUE INDEX "IX_ApiKeys_KeyHash" ON "ApiKeys" ("KeyHash")

-- index IX_Assignments_AiAgentId_Id Assignments
CREATE INDEX "IX_Assignments_AiAgentId_Id" ON "Assignments" ("AiAgentId", "Id")

-- index IX_Assignments_CustomerId_Id Assignments
CREATE INDEX "IX_Assignments_CustomerId_Id" ON "Assignments" ("CustomerId", "Id")

-- index IX_Assignments_Status_Id Assignments
CREATE INDEX "IX_Assignments_Status_Id" ON "Assignments" ("Status", "Id")

-- index IX_AuditEntries_Action_Sequence AuditEntries
CREATE INDEX "IX_AuditEntries_Action_Sequence" ON "AuditEntries" ("Action", "Sequence")

-- index IX_AuditEntries_CustomerId_Sequence AuditEntries
CREATE INDEX "IX_AuditEntries_CustomerId_Sequence" ON "AuditEntries" ("CustomerId", "Sequence")

-- index IX_AuditEntries_SalesUserId_Sequence AuditEntries
CREATE INDEX "IX_AuditEntries_SalesUserId_Sequence" ON "AuditEntries" ("SalesUserId", "Sequence")

-- index IX_ChannelIdentities_Channel_ExternalId ChannelIdentities
CREATE UNIQUE INDEX "IX_ChannelIdentities_Channel_ExternalId" ON "ChannelIdentities" ("Channel", "ExternalId")

-- index IX_ChannelIdentities_CustomerId ChannelIdentities
CREATE INDEX "IX_ChannelIdentities_CustomerId" ON "ChannelIdentities" ("CustomerId")

-- index IX_Consents_CustomerId_Id Consents
CREATE INDEX "IX_Consents_CustomerId_Id" ON "Consents" ("CustomerId", "Id")

-- index IX_Conversations_CustomerId_Channel Conversations
CREATE UNIQUE INDEX "IX_Conversations_CustomerId_Channel" ON "Conversations" ("CustomerId", "Channel")

-- index IX_CustomerEdits_CustomerId_Id CustomerEdits
CREATE INDEX "IX_CustomerEdits_CustomerId_Id" ON "CustomerEdits" ("CustomerId", "Id")

-- index IX_Customers_Channel Customers
CREATE INDEX "IX_Customers_Channel" ON "Customers" ("Channel")

-- index IX_Customers_Confidence Customers
CREATE INDEX "IX_Customers_Confidence" ON "Customers" ("Confidence")

-- index IX_Customers_Intent_Status_Stage Customers
CREATE INDEX "IX_Customers_Intent_Status_Stage" ON "Customers" ("Intent", "Status", "Stage")

-- index IX_Customers_SalesUserId_SearchText_Id Customers
CREATE INDEX "IX_Customers_SalesUserId_SearchText_Id" ON "Customers" ("SalesUserId", "SearchText", "Id")

-- index IX_Customers_Stage_Intent_Status Customers
CREATE INDEX "IX_Customers_Stage_Intent_Status" ON "Customers" ("Stage", "Intent", "Status")

-- index IX_Customers_Status_Stage_Intent Customers
CREATE INDEX "IX_Customers_Status_Stage_Intent" ON "Customers" ("Status", "Stage", "Intent")

-- index IX_DataRequests_CustomerId DataRequests
CREATE INDEX "IX_DataRequests_CustomerId" ON "DataRequests" ("CustomerId")

-- index IX_DataRequests_EndedAt_DueAt_Id DataRequests
CREATE INDEX "IX_DataRequests_EndedAt_DueAt_Id" ON "DataRequests" ("EndedAt", "DueAt", "Id")

-- index IX_Decisions_ById_At Decisions
CREATE INDEX "IX_Decisions_ById_At" ON "Decisions" ("ById", "At")

-- index IX_Decisions_CustomerId Decisions
CREATE INDEX "IX_Decisions_CustomerId" ON "Decisions" ("CustomerId")

-- index IX_Decisions_ReviewId_At Decisions
CREATE INDEX "IX_Decisions_ReviewId_At" ON "Decisions" ("ReviewId", "At")

-- index IX_EarlierErasures_CustomerId EarlierErasures
CREATE INDEX "IX_EarlierErasures_CustomerId" ON "EarlierErasures" ("CustomerId")

-- index IX_Handovers_ById_Id Handovers
CREATE INDEX "IX_Handovers_ById_Id" ON "Handovers" ("ById", "Id")

-- index IX_Handovers_CustomerId_CreatedAt Handovers
CREATE INDEX "IX_Handovers_CustomerId_CreatedAt" ON "Handovers" ("CustomerId", "CreatedAt")

-- index IX_Handovers_Kind_Id Handovers
CREATE INDEX "IX_Handovers_Kind_Id" ON "Handovers" ("Kind", "Id")

-- index IX_Handovers_SalesUserId_Id Handovers
CREATE INDEX "IX_Handovers_SalesUserId_Id" ON "Handovers" ("SalesUserId", "Id")

-- index IX_Invitations_TokenHash Invitations
CREATE UNIQUE INDEX "IX_Invitations_TokenHash" ON "Invitations" ("TokenHash")

-- index IX_Merges_CustomerId Merges
CREATE INDEX "IX_Merges_CustomerId" ON "Merges" ("CustomerId")

-- index IX_Merges_IntoId Merges
CREATE INDEX "IX_Merges_IntoId" ON "Merges" ("IntoId")

-- index IX_Messages_Channel_ExternalId Messages
CREATE UNIQUE INDEX "IX_Messages_Channel_ExternalId" ON "Messages" ("Channel", "ExternalId")

-- index IX_Messages_CustomerId_ReceivedAt Messages
CREATE INDEX "IX_Messages_CustomerId_ReceivedAt" ON "Messages" ("CustomerId", "ReceivedAt")

-- index IX_PlaybookVersions_Number PlaybookVersions
CREATE UNIQUE INDEX "IX_PlaybookVersions_Number" ON "PlaybookVersions" ("Number")

-- index IX_PolicyChanges_Number PolicyChanges
CREATE UNIQUE INDEX "IX_PolicyChanges_Number" ON "PolicyChanges" ("Number")

-- index IX_Reviews_CustomerId_Status Reviews
CREATE INDEX "IX_Reviews_CustomerId_Status" ON "Reviews" ("CustomerId", "Status")

-- index IX_Reviews_SalesUserId_Status_DueAt_Id Reviews
CREATE INDEX "IX_Reviews_SalesUserId_Status_DueAt_Id" ON "Reviews" ("SalesUserId", "Status", "DueAt", "Id")

-- index IX_Reviews_Status_DueAt_Id Reviews
CREATE INDEX "IX_Reviews_Status_DueAt_Id" ON "Reviews" ("Status", "DueAt", "Id")

-- index IX_SalesUsers_CreatedAt_Id SalesUsers
CREATE INDEX "IX_SalesUsers_CreatedAt_Id" ON "SalesUsers" ("CreatedAt", "Id")

-- index IX_SalesUsers_Email SalesUsers
CREATE UNIQUE INDEX "IX_SalesUsers_Email" ON "SalesUsers" ("Email")

-- index IX_SalesUsers_Name_Id SalesUsers
CREATE INDEX "IX_SalesUsers_Name_Id" ON "SalesUsers" ("Name", "Id")

-- index IX_SavedViews_List_OwnerId_Name SavedViews
CREATE UNIQUE INDEX "IX_SavedViews_List_OwnerId_Name" ON "SavedViews" ("List", "OwnerId", "Name") WHERE "RemovedAt" IS NULL

-- index IX_SettingChanges_Number SettingChanges
CREATE UNIQUE INDEX "IX_SettingChanges_Number" ON "SettingChanges" ("Number")

-- index IX_StateTransitions_CustomerId_CreatedAt StateTransitions
CREATE INDEX "IX_StateTransitions_CustomerId_CreatedAt" ON "StateTransitions" ("CustomerId", "CreatedAt")

-- index IX_Understandings_CustomerId_CreatedAt Understandings
CREATE INDEX "IX_Understandings_CustomerId_CreatedAt" ON "Understandings" ("CustomerId", "CreatedAt")

-- index IX_Viewings_CustomerId Viewings
CREATE INDEX "IX_Viewings_CustomerId" ON "Viewings" ("CustomerId")

-- index IX_WorkTasks_CustomerId_Status WorkTasks
CREATE INDEX "IX_WorkTasks_CustomerId_Status" ON "WorkTasks" ("CustomerId", "Status")

-- index IX_WorkTasks_Kind_Status_DueAt_Id WorkTasks
CREATE INDEX "IX_WorkTasks_Kind_Status_DueAt_Id" ON "WorkTasks" ("Kind", "Status" DESC, "DueAt", "Id")

-- index IX_WorkTasks_SalesUserId_Status_DueAt_Id WorkTasks
CREATE INDEX "IX_WorkTasks_SalesUserId_Status_DueAt_Id" ON "WorkTasks" ("SalesUserId", "Status" DESC, "DueAt", "Id")

-- index IX_WorkTasks_Status_DueAt_Id WorkTasks
CREATE INDEX "IX_WorkTasks_Status_DueAt_Id" ON "WorkTasks" ("Status" DESC, "DueAt", "Id")

-- index LeavingAssignments Assignments
CREATE INDEX "LeavingAssignments" ON "Assignments" ("LeavingSince") WHERE "Status" = 'active' AND "LeavingSince" IS NOT NULL

-- index OneActiveAssignmentACustomer Assignments
CREATE UNIQUE INDEX "OneActiveAssignmentACustomer" ON "Assignments" ("CustomerId") WHERE "Status" = 'active'

-- index OpenTasksByAge WorkTasks
CREATE INDEX "OpenTasksByAge" ON "WorkTasks" ("CreatedAt") WHERE "Status" = 'open'

-- index OptedOutCustomers Customers
CREATE INDEX "OptedOutCustomers" ON "Customers" ("LastSeenAt", "Id", "OptOuts") WHERE "OptOuts" IS NOT NULL

-- index PartsOfAgentEdits AgentEdits
CREATE INDEX "PartsOfAgentEdits" ON "AgentEdits" ("PartOfId", "Id") WHERE "PartOfId" IS NOT NULL

-- index PendingReviewsByAge Reviews
CREATE INDEX "PendingReviewsByAge" ON "Reviews" ("Kind", "CreatedAt") WHERE "Status" = 'pending'

-- index PingPongs Handovers
CREATE INDEX "PingPongs" ON "Handovers" ("Kind", "Id") WHERE "IsPingPong" = 1

-- index RunningTakeovers Handovers
CREATE INDEX "RunningTakeovers" ON "Handovers" ("Kind", "Id") WHERE "Kind" = 'human_takeover' AND "EndedAt" IS NULL

-- index UnansweredCustomers Customers
CREATE INDEX "UnansweredCustomers" ON "Customers" ("UnansweredSince", "Id", "LastSeenAt", "Status", "Intent", "Stage", "Confidence", "Channel", "OpenTasks", "AiAgentId", "WaitingSince", "ErasedAt", "OptOuts", "SearchText") WHERE "UnansweredSince" IS NOT NULL

-- index UnboundCustomers Customers
CREATE INDEX "UnboundCustomers" ON "Customers" ("LastSeenAt", "Id", "AiAgentId", "ErasedAt", "WaitingSince", "SearchText") WHERE "AiAgentId" IS NULL

-- index WaitingCustomers Customers
CREATE INDEX "WaitingCustomers" ON "Customers" ("WaitingSince", "Id", "AiAgentId", "ErasedAt", "LastSeenAt", "SearchText") WHERE "AiAgentId" IS NULL

-- trigger AuditEntriesAreConsecutive AuditEntries
CREATE TRIGGER AuditEntriesAreConsecutive BEFORE INSERT ON AuditEntries
WHEN NEW.Sequence <> (SELECT COALESCE(MAX(Sequence), 0) + 1 FROM AuditEntries)
BEGIN SELECT RAISE(ABORT, 'audit entries are consecutive'); END

-- trigger AuditEntriesAreNeverChanged AuditEntries
CREATE TRIGGER AuditEntriesAreNeverChanged BEFORE UPDATE ON AuditEntries
WHEN NEW.Sealed IS NOT NULL OR NEW.Sequence <> OLD.Sequence OR NEW.At <> OLD.At OR NEW.Action <> OLD.Action
  OR NEW.ObjectType <> OLD.ObjectType OR NEW.ObjectId <> OLD.ObjectId OR NEW.ActorKind <> OLD.ActorKind
  OR NEW.ActorId IS NOT OLD.ActorId OR NEW.CustomerId IS NOT OLD.CustomerId OR NEW.SalesUserId IS NOT OLD.SalesUserId
  OR NEW.OperationId <> OLD.OperationId OR NEW.Changes <> OLD.Changes OR NEW.SealedHash <> OLD.SealedHash OR NEW.Hash <> OLD.Hash
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END

-- trigger AuditEntriesAreNeverDeleted AuditEntries
CREATE TRIGGER AuditEntriesAreNeverDeleted BEFORE DELETE ON AuditEntries
BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END

-- trigger CustomersAreFound Customers
CREATE TRIGGER CustomersAreFound AFTER INSERT ON Customers BEGIN
  INSERT INTO CustomerSearch_rows (CustomerId) VALUES (NEW.Id);
  INSERT INTO CustomerSearch (rowid, Text) VALUES (last_insert_rowid(), '  ' || replace(NEW.SearchText, ' ', '  '));
END

-- trigger CustomersAreFoundAnew Customers
CREATE TRIGGER CustomersAreFoundAnew AFTER UPDATE OF SearchText ON Customers WHEN NEW.SearchText <> OLD.SearchText BEGIN
  INSERT INTO CustomerSearch (CustomerSearch, rowid, Text) SELECT 'delete', Row, '  ' || replace(OLD.SearchText, ' ', '  ') FROM CustomerSearch_rows WHERE CustomerId = OLD.Id;
  INSERT INTO CustomerSearch (rowid, Text) SELECT Row, '  ' || replace(NEW.SearchText, ' ', '  ') FROM CustomerSearch_rows WHERE CustomerId = NEW.Id;
END

-- trigger CustomersAreFoundNoMore Customers
CREATE TRIGGER CustomersAreFoundNoMore AFTER DELETE ON Customers BEGIN
  INSERT INTO CustomerSearch (CustomerSearch, rowid, Text) SELECT 'delete', Row, '  ' || replace(OLD.SearchText, ' ', '  ') FROM CustomerSearch_rows WHERE CustomerId = OLD.Id;
  DELETE FROM CustomerSearch_rows WHERE CustomerId = OLD.Id;
END

-- trigger MessagesAreFoundNoMore Messages
CREATE TRIGGER MessagesAreFoundNoMore AFTER UPDATE OF Text ON Messages WHEN NEW.Text <> OLD.Text BEGIN INSERT INTO MessageSearch (MessageSearch, rowid, Text) SELECT 'delete', Row, Text FROM MessageSearch_rows WHERE MessageId = OLD.Id;
DELETE FROM MessageSearch_rows WHERE MessageId = OLD.Id; END

-- trigger MessagesGoneAreFoundNoMore Messages
CREATE TRIGGER MessagesGoneAreFoundNoMore AFTER DELETE ON Messages BEGIN INSERT INTO MessageSearch (MessageSearch, rowid, Text) SELECT 'delete', Row, Text FROM MessageSearch_rows WHERE MessageId = OLD.Id;
DELETE FROM MessageSearch_rows WHERE MessageId = OLD.Id; END

-- view CustomerSearch_words CustomerSearch_words
CREATE VIEW CustomerSearch_words AS SELECT r.Row AS Row, '  ' || replace(c.SearchText, ' ', '  ') AS Text FROM CustomerSearch_rows r JOIN Customers c ON c.Id = r.CustomerId

