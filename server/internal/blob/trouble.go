package blob

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"syscall"

	"github.com/minio/minio-go/v7"
)

// Kind is what is wrong between us and a bucket.
type Kind string

// The kinds of trouble.
const (
	UnknownHost Kind = "unknown-host" // the name of the service is not known
	Unreachable Kind = "unreachable"  // nobody answers there
	BadTLS      Kind = "tls"          // the certificate is not believed, or one side speaks no TLS
	BadKey      Kind = "access-key"   // the access key is unknown
	BadSecret   Kind = "secret"       // the secret is wrong
	Forbidden   Kind = "forbidden"    // the key may not do that
	NoBucket    Kind = "no-bucket"    // there is no such bucket
	BadRegion   Kind = "region"       // the bucket is in another region
	BadClock    Kind = "clock"        // the clocks differ by too much
	Full        Kind = "full"         // the service has no room for more
	Incomplete  Kind = "incomplete"   // what is there is not what was sent
	Other       Kind = "other"        // Said has it
)

// Trouble says why a bucket could not be used.
type Trouble struct {
	Kind  Kind
	Said  string // what the service or the system said
	Cause error
}

// Error gives the kind and what was said.
func (t *Trouble) Error() string { return "S3: " + string(t.Kind) + ": " + t.Said }

// Unwrap gives the cause.
func (t *Trouble) Unwrap() error { return t.Cause }

// judge finds out what an error is about.
func judge(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	t := &Trouble{Kind: Other, Said: shown(err.Error()), Cause: err}
	var answer minio.ErrorResponse
	if errors.As(err, &answer) && answer.Code != "" {
		t.Kind, t.Said = ofAnswer(answer)
		return t
	}
	t.Kind = ofNetwork(err)
	return t
}

func ofAnswer(a minio.ErrorResponse) (Kind, string) {
	said := shown(a.Code + ": " + a.Message)
	switch a.Code {
	case "InvalidAccessKeyId", "XAdminUserNotFound":
		return BadKey, said
	case "SignatureDoesNotMatch":
		return BadSecret, said
	case "AccessDenied", "AllAccessDisabled", "AccountProblem":
		return Forbidden, said
	case minio.NoSuchBucket, "InvalidBucketName":
		return NoBucket, said
	case "AuthorizationHeaderMalformed", "PermanentRedirect", "IllegalLocationConstraintException", "IncorrectEndpoint":
		return BadRegion, said
	case "RequestTimeTooSkewed", "RequestExpired":
		return BadClock, said
	case "QuotaExceeded", "XMinioStorageFull", "InsufficientStorage":
		return Full, said
	case "BadDigest", "IncompleteBody", "XAmzContentSHA256Mismatch":
		return Incomplete, said
	default:
		return Other, said
	}
}

func ofNetwork(err error) Kind {
	var dns *net.DNSError
	var verification *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var unknown x509.UnknownAuthorityError
	var network net.Error
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return UnknownHost
	case errors.As(err, &verification), errors.As(err, &record), errors.As(err, &unknown),
		strings.Contains(err.Error(), "server gave HTTP response to HTTPS client"), strings.Contains(err.Error(), "malformed HTTP response"):
		return BadTLS
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.ECONNRESET),
		errors.Is(err, context.DeadlineExceeded), errors.As(err, &dns), errors.As(err, &network):
		return Unreachable
	default:
		return Other
	}
}

// Say tells people what is wrong and what to look at, in Japanese or English.
func (t *Trouble) Say(language string) string {
	text, ok := Words(t.Kind, language)
	if !ok {
		text, _ = Words(Other, language)
	}
	return text
}

// Words are what a kind of trouble is told with; false when it is none.
func Words(k Kind, language string) (string, bool) {
	texts, ok := words()[k]
	if language == "ja" {
		return texts[0], ok
	}
	return texts[1], ok
}

func words() map[Kind][2]string {
	return map[Kind][2]string{
		UnknownHost: {"エンドポイントのホスト名が見つかりません。綴りを確認してください。", "The host name of the endpoint is not known. Check its spelling."},
		Unreachable: {"エンドポイントに接続できません。アドレス、ポート、ファイアウォールを確認してください。", "The endpoint cannot be reached. Check the address, the port and firewalls."},
		BadTLS:      {"TLS で接続できません。サーバー証明書、または TLS のオン・オフを確認してください。", "No TLS connection could be made. Check the server's certificate, and whether TLS is to be used."},
		BadKey:      {"アクセスキーが違います。", "The access key is not known to the service."},
		BadSecret:   {"シークレットキーが違います。", "The secret key is wrong."},
		Forbidden:   {"このアクセスキーにはバケットへの書き込み、読み出し、削除の権限がありません。", "This access key may not write to, read from and delete from the bucket."},
		NoBucket:    {"バケットがありません。バケット名、または「パス形式」を確認してください。", "There is no such bucket. Check its name, and the path style."},
		BadRegion:   {"リージョンが違います。バケットのリージョンを設定してください。", "The region is wrong. Set the region of the bucket."},
		BadClock:    {"サーバーの時計がずれています。時刻同期を確認してください。", "The clock of this server is wrong. Check its synchronisation."},
		Full:        {"保存先の容量が足りません。", "The service has no room for more."},
		Incomplete:  {"保存した内容が送信した内容と一致しません。", "What the service has is not what was sent."},
		Other:       {"保存先がエラーを返しました。", "The service answered with an error."},
	}
}
